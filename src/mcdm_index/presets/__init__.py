"""Ready-made indices: data and one function each."""
