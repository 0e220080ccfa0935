"""Questions that people are to reply to: which answer each is about, and who was asked."""
