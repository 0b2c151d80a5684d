"""The values that cross package borders, the errors, and what keeps text, files and processes safe."""
