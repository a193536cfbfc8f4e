"""The published results of the selection committee, taken over through the real acts."""
