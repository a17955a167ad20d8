"""What a person or a team has set: the config file and the policy file."""
