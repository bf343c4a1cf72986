"""Makes ../../Data/pipelines.json: scikit-learn pipelines over a table with strings, dates, missing values, polynomials and a product.
Debian: apt-get install python3-sklearn; then  /usr/bin/python3 pipelines.py > ../../Data/pipelines.json

Shops have a city (one of them only met at prediction), a day of opening, an area and a rent that may be missing, a corner that may be missing, and an age.
Every number is standardised with the population deviation, indicators are not; Ridge(alpha) minimises the same sum.
"""
import json
import sys

import numpy as np
import sklearn
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, PolynomialFeatures, StandardScaler

CITY, OPENED, AREA, RENT, CORNER, AGE = range(6)


class Orthogonal(BaseEstimator, TransformerMixin):
    """Polynomials of degree 2 up to a degree, by a QR decomposition of the powers of the training rows."""

    def __init__(self, degree=3):
        self.degree = degree

    def powers(self, x):
        return np.vander((x[:, 0].astype(float) - self.mean_) / self.spread_, self.degree + 1, increasing=True)

    def fit(self, x, y=None):
        self.mean_ = x[:, 0].astype(float).mean()
        self.spread_ = x[:, 0].astype(float).std()
        _, self.r_ = np.linalg.qr(self.powers(x))
        return self

    def transform(self, x):
        return np.linalg.solve(self.r_.T, self.powers(x).T).T[:, 2:]


def number(column):
    return ColumnTransformer([("n", make_pipeline(SimpleImputer(), StandardScaler()), [column])])


def product():
    return make_pipeline(
        SimpleImputer(), StandardScaler(), PolynomialFeatures(2, interaction_only=True, include_bias=False), FunctionTransformer(lambda z: z[:, [2]]), StandardScaler())


def columns(polynomials):
    return ColumnTransformer([
        ("city", OneHotEncoder(handle_unknown="ignore"), [CITY]),
        ("opened", StandardScaler(), [OPENED]),
        ("area", make_pipeline(SimpleImputer(), StandardScaler()), [AREA]),
        ("rent", make_pipeline(SimpleImputer(), StandardScaler()), [RENT]),
        ("rent missing", MissingIndicator(features="all"), [RENT]),
        ("corner", SimpleImputer(), [CORNER]),
        ("age", StandardScaler(), [AGE]),
        ("polynomials", polynomials, [AGE]),
        ("product", product(), [AREA, RENT]),
    ], sparse_threshold=0)


random = np.random.RandomState(14)
n, m = 120, 12
table = np.empty((n + m, 6), dtype=object)
table[:, CITY] = random.choice(["Rome", "berlin", "Aachen", "Oslo"], n + m)
table[n + 1, CITY] = table[n + 5, CITY] = "Paris"
table[:, OPENED] = random.randint(0, 9000, n + m)
for column, share in ((AREA, 0.2), (RENT, 0.3)):
    table[:, column] = np.round(random.lognormal(3, 0.4, n + m), 3)
    table[random.rand(n + m) < share, column] = np.nan
table[:, CORNER] = random.randint(0, 2, n + m)
table[random.rand(n + m) < 0.15, CORNER] = np.nan
table[:, AGE] = np.round(2000 + 20 * random.rand(n + m) ** 2, 2)
area = np.where(np.isnan(table[:, AREA].astype(float)), 20, table[:, AREA].astype(float))
y = np.round(area * 0.3 + (table[:, AGE].astype(float) - 2008) ** 2 / 9 + 3 * (table[:, CITY] == "Oslo") + random.randn(n + m), 4)
folds = np.arange(n) * 7 % 4

result = {"source": "scikit-learn %s, numpy %s, pipelines.py" % (sklearn.__version__, np.__version__)}
result["rows"] = [[v if isinstance(v, str) else None if np.isnan(v) else float(v) for v in row] for row in table]
result["y"], result["training"], result["folds"], result["alpha"] = y.tolist(), n, folds.tolist(), 3.5
ridge = lambda: make_pipeline(columns(make_pipeline(Orthogonal(3), StandardScaler())), Ridge(alpha=3.5, solver="svd"))
result["ridge"] = ridge().fit(table[:n], y[:n]).predict(table).tolist()
# Each fold is predicted by a pipeline that has seen none of it.
held = np.empty(n)
for fold in range(4):
    rest = np.flatnonzero(folds != fold)
    held[folds == fold] = ridge().fit(table[rest], y[rest]).predict(table[:n][folds == fold])
result["held out"] = held.tolist()
# Without a penalty the basis does not matter: scikit-learn's own powers.
powers = make_pipeline(StandardScaler(), PolynomialFeatures(3, include_bias=False), FunctionTransformer(lambda z: z[:, 1:]))
result["least squares"] = make_pipeline(columns(powers), LinearRegression()).fit(table[:n], y[:n]).predict(table[:n]).tolist()
json.dump(result, sys.stdout, indent=1)
print()
