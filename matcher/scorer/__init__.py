"""The one scorer: aligned batches of features in, levels, bits, probability and grade out."""

from matcher.scorer.grades import grade
from matcher.scorer.prior import Prior, batch_prior, learned_prior, search_prior
from matcher.scorer.score import GRADES, Scores, posterior, score

__all__ = ["GRADES", "Prior", "Scores", "batch_prior", "grade", "learned_prior", "posterior", "score", "search_prior"]
