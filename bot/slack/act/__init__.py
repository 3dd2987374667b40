"""What people do in Slack: typed, clicked, sent by a form, or written; done and answered.

Each thing is checked for its shape, handed to the use case it is for, and answered to who did it.
Nothing here decides, or knows how Slack is connected.
"""
