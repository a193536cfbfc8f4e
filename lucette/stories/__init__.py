"""One file per act whose consequences flow down the river: read in order, they are the scheme."""
