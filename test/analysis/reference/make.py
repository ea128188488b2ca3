"""Reference values of the formulas, by SciPy and statsmodels: python3 make.py > values.json"""

import json
import math

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.contingency_tables import Table2x2
import statsmodels.api as sm

out = {}

out["distributions"] = {
    "studentTwoSided": [[t, df, 2 * stats.t.sf(t, df)] for t in (0.1, 1.0, 2.5, 8.0) for df in (1, 4, 29, 250)],
    "studentCritical": [[0.05, df, stats.t.isf(0.025, df)] for df in (1, 2, 7, 63, 999)],
    "fisherUpper": [[f, a, b, stats.f.sf(f, a, b)] for f in (0.3, 1.0, 4.2, 15.0) for a, b in ((4, 20), (3, 55))],
    "chiSquareUpper": [[x, df, stats.chi2.sf(x, df)] for x in (0.2, 3.84, 25.0) for df in (1, 5, 40)],
    "binomialUpper": [[k, n, p, stats.binom.sf(k - 1, n, p)] for k, n, p in ((3, 10, 0.2), (60, 200, 0.2), (5, 5, 0.9), (900, 40000, 0.02))],
    "normalTwoSided": [[z, 2 * stats.norm.sf(z)] for z in (0.0, 0.5, 1.96, 4.0, 9.0)],
    "logGamma": [[x, math.lgamma(x)] for x in (0.1, 0.5, 1.0, 7.3, 1234.5)],
}

out["wilson"] = [[k, n, *proportion_confint(k, n, method="wilson")] for k, n in ((0, 10), (3, 10), (97, 107), (5000, 100000))]

p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.9, 0.008]
out["benjaminiHochberg"] = {"p": p, "q": multipletests(p, method="fdr_bh")[1].tolist()}

pairs = []
for n, a, b, both in ((1000, 300, 200, 90), (50, 20, 25, 4), (7914, 1200, 800, 385)):
    table = np.array([[both, a - both], [b - both, n - a - b + both]])
    phi = (both * (n - a - b + both) - (a - both) * (b - both)) / math.sqrt(a * b * (n - a) * (n - b))
    assert abs(abs(phi) - stats.contingency.association(table, method="cramer")) < 1e-12
    chi2 = stats.chi2_contingency(table, correction=False)
    pmi = math.log((both / n) / (a / n * b / n))
    x = np.zeros(n, bool)
    y = np.zeros(n, bool)
    x[:a] = True
    y[:both] = True
    y[a : a + b - both] = True
    from scipy.spatial.distance import jaccard

    pairs.append(
        {
            "n": n,
            "a": a,
            "b": b,
            "both": both,
            "phi": np.corrcoef(x, y)[0, 1],
            "npmi": pmi / -math.log(both / n),
            "jaccard": 1 - jaccard(x, y),
            "lift": (both / n) / (a / n * b / n),
            "chiSquare": chi2.statistic,
            "chiSquareP": chi2.pvalue,
        }
    )
out["pairs"] = pairs

# Without a prior the weighted log-odds are the plain log odds ratio with its asymptotic error.
odds = []
for y, n, y2, n2 in ((40, 1000, 60, 4000), (7, 90, 30, 300)):
    t = Table2x2(np.array([[y, n - y], [y2, n2 - y2]]))
    odds.append({"y": y, "n": n, "y2": y2, "n2": n2, "delta": t.log_oddsratio})
out["logOdds"] = odds

rng = np.random.default_rng(7)
x = np.arange(12.0)
y = 0.2 + 0.01 * x + rng.normal(0, 0.02, 12)
w = rng.uniform(50, 150, 12)
wls = sm.WLS(y, sm.add_constant(x), weights=w).fit()
out["leastSquares"] = {
    "x": x.tolist(),
    "y": y.tolist(),
    "w": w.tolist(),
    "coefficients": wls.params.tolist(),
    "rss": wls.ssr,
    "standardErrors": wls.bse.tolist(),
    "slopeP": wls.pvalues[1],
}

# Counts that a known matrix and known shares give exactly: both corrections must return the shares.
confusion = np.array([[80, 15, 5], [10, 70, 20], [4, 6, 90]])
truth = np.array([0.5, 0.2, 0.3])
observed = truth @ (confusion / confusion.sum(1, keepdims=True))
from scipy.optimize import nnls

noisy = np.array([520.0, 150.0, 330.0])
rate = confusion / confusion.sum(1, keepdims=True)
solution, _ = nnls(np.vstack([rate.T, 1e6 * np.ones(3)]), np.append(noisy / noisy.sum(), 1e6))
out["misclassification"] = {
    "confusion": confusion.tolist(),
    "truth": truth.tolist(),
    "observed": (observed * 1000).tolist(),
    "noisy": noisy.tolist(),
    "inverted": solution.tolist(),
}

print(json.dumps(out, indent=1))
