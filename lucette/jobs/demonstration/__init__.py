"""The demonstration: the whole scheme played by fictional people on real territories, through the real acts, in the order of its dates."""
