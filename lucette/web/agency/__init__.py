"""The ANCT's space: instruction, committee."""
