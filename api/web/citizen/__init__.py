"""The pages of citizens: file a grievance, take the receipt, follow the case, and answer in it."""
