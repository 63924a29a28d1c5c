"""How each weight file was made and measured; nothing of it runs when Postcard serves."""
