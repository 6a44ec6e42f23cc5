"""What claims and grievances share: questions, conflicts, reviews, periods, courts, and erasure."""
