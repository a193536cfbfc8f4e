"""The DGCL's space."""
