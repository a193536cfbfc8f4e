"""What any public platform needs; knows no word of the scheme."""
