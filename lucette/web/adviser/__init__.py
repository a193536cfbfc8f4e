"""The adviser's and the candidate's space."""
