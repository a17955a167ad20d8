"""Between the app and the terminal, the process and the system."""
