"""How the shipped model is made: base weights -> vocabulary cut -> training on our corpus -> a folder that `insight` reads."""
