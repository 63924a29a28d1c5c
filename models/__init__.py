"""Code and weights of what looks, colours, enlarges and writes; torch is imported here only."""

# Tells the models' process what models.device says; it reads no settings of its own.
DEVICE = "POSTCARD_DEVICE"
