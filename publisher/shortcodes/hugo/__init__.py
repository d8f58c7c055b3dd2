"""Shortcodes of Hugo: {{< name >}}, and the templates behind them. `tags` is the entrance."""
