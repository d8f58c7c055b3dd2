"""What books are made with: fonts, themes, diagrams, the forms of texts and addresses."""
