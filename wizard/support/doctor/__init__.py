"""What the program finds around it: installation, terminal, folders, settings, what is kept."""
