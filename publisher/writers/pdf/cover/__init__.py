"""The cover of both formats, and the printed cover with its spine."""
