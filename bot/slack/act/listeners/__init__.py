"""What people ask of the bot: kept and acknowledged, or the form they ask for opened."""
