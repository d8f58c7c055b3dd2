"""What is kept from build to build, and files that appear whole or not at all."""
