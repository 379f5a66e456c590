"""How messages travel. Every transport is given whole messages and raises BridgeError."""
