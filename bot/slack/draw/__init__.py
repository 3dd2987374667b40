"""What is shown in Slack: messages and views as payloads. Nothing here asks Slack or decides."""
