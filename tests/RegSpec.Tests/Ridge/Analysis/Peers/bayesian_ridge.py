"""Makes ../../Data/bayesian_ridge.json: scikit-learn's BayesianRidge on the prostate training rows.

Debian: apt-get install python3-sklearn; then  /usr/bin/python3 bayesian_ridge.py ../../Data/prostate.data > ../../Data/bayesian_ridge.json
Priors of noise and coefficients are flat (alpha_1 = alpha_2 = lambda_1 = lambda_2 = 0), so that it maximises the evidence and nothing else.
"""
import json
import sys

import numpy
import sklearn
from sklearn.linear_model import BayesianRidge

rows = [line.split() for line in open(sys.argv[1]).read().splitlines()[1:]]
rows = [row for row in rows if len(row) == 11 and row[10] == "T"]
values = numpy.array([[float(cell) for cell in row[1:10]] for row in rows])
x, y = values[:, :8], values[:, 8]
mean, deviation = x.mean(axis=0), x.std(axis=0)
z = (x - mean) / deviation
at = numpy.array([[0.0] * 8, [1.0, -1.0, 2.0, 0.5, 0.0, 1.5, -0.5, 1.0]])


def describe(features, new):
    model = BayesianRidge(
        n_iter=100000, tol=1e-14, alpha_1=0, alpha_2=0, lambda_1=0, lambda_2=0, compute_score=True).fit(features, y)
    prediction, deviations = model.predict(new, return_std=True)
    return {
        "coef": model.coef_.tolist(), "intercept": float(model.intercept_), "noise_precision": float(model.alpha_),
        "weight_precision": float(model.lambda_), "covariance": model.sigma_.tolist(), "log_evidence": float(model.scores_[-1]),
        "prediction": prediction.tolist(), "prediction_deviation": deviations.tolist(),
    }


json.dump({
    "source": f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, bayesian_ridge.py",
    "points": at.tolist(),
    "standardized": describe(z, at),
    "shifted": describe(z + 10, at + 10),
}, sys.stdout, indent=1)
print()
