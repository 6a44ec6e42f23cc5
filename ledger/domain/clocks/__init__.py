"""The clocks of the law and of the programmes, as pure functions of the log."""
