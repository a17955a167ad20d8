"""Files of usage: found, looked into, told apart."""
