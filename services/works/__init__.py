"""Films and long pictures: the life of a work, from its first picture to what others see of it."""
