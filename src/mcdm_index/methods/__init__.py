"""The mathematics: arrays in, arrays out; one function per method."""
