"""A grader's exam: scripted candidates sit whole interviews, and yes/no checks judge whoever judged them."""
