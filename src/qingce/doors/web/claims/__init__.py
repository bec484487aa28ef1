"""Claims of enterprises as the claimants see them: the form, one's own claims, the page of each."""
