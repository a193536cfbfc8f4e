"""Sign-in by e-mailed link; choice of role; personas of the demonstration."""
