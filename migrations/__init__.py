"""How databases of earlier versions become this one's."""
