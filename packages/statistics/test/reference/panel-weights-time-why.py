"""Reference cases in the format of `pnpm vectors`, computed with numpy and scipy by other routes than the library's:
linear algebra instead of closed forms, least squares instead of sums, enumeration instead of tails.

    python3 panel-weights-time-why.py > panel-weights-time-why.json
"""
import itertools
import json
import math

import numpy as np
from scipy import stats
from scipy.special import gammaln

rng = np.random.default_rng(20261121)
cases = []


def none(x):
    if isinstance(x, dict):
        return {k: none(v) for k, v in x.items()}
    if isinstance(x, (list, tuple, np.ndarray)):
        return [none(v) for v in x]
    if isinstance(x, (np.floating, float)):
        return float(x) if math.isfinite(x) else None
    if isinstance(x, np.integer):
        return int(x)
    return x


def case(method, input, expected, tolerance, source, note=None):
    one = {"id": f"own-{len(cases) + 1:03d}", "method": method, "input": none(input), "expected": none(expected),
           "tolerance": tolerance, "source": source}
    if note:
        one["note"] = note
    cases.append(one)


def uneven(b, c):
    m = b + c
    pmf = stats.binom.pmf(np.arange(m + 1), m, 0.5)
    seen = stats.binom.pmf(min(b, c), m, 0.5)
    exact = min(1, 2 * pmf[: min(b, c) + 1].sum())
    mid = 1 if b == c else exact - seen
    if m == 0:
        return dict(b=b, c=c, chi2=None, p_chi2=None, chi2_cc=None, p_chi2_cc=None, p_exact=1, p_mid=1)
    x, y = (b - c) ** 2 / m, max(0, abs(b - c) - 1) ** 2 / m
    return dict(b=b, c=c, chi2=x, p_chi2=stats.chi2.sf(x, 1), chi2_cc=y, p_chi2_cc=stats.chi2.sf(y, 1), p_exact=exact, p_mid=mid)


def panel(t, note=None):
    t = np.array(t)
    n = t.sum()
    s = np.array([-1, 0, 1])
    moves = np.repeat(np.subtract.outer(-s, -s).ravel(), t.ravel())  # later less earlier, a person each
    mean, se = moves.mean(), moves.std() / math.sqrt(n)
    crit = stats.norm.ppf(0.95 + 0.025)
    keep = [i for i in range(3) if t[i].sum() + t[:, i].sum() - 2 * t[i, i] > 0]
    u = t[np.ix_(keep, keep)]
    k = max(0, len(keep) - 1)
    if k:
        d = (u.sum(1) - u.sum(0))[:k]
        v = (np.diag(u.sum(1) + u.sum(0)) - u - u.T)[:k, :k]
        sm = d @ np.linalg.solve(v, d)
        w = n * v - np.outer(d, d)
        bh = n * d @ np.linalg.solve(w, d)
    else:
        sm = bh = 0.0
    pairs = [(i, j) for i, j in ((0, 1), (0, 2), (1, 2)) if t[i, j] + t[j, i] > 0]
    bow = sum((t[i, j] - t[j, i]) ** 2 / (t[i, j] + t[j, i]) for i, j in pairs)
    chi = lambda x, df: dict(statistic=x, df=df, p_value=stats.chi2.sf(x, df) if df else None)
    before, after = t.sum(1), t.sum(0)
    off = lambda i: (t[i].sum() - t[i, i], t[:, i].sum() - t[i, i])
    up, down = np.triu(t, 1).sum(), np.tril(t, -1).sum()
    i, j = np.indices((3, 3))
    def kappa(w):
        e = np.outer(before, after) / n
        return 1 - (w * t).sum() / (w * e).sum() if (w * e).sum() else None
    case("panel", {"table": t, "confidence": 0.95}, {
        "n": n, "nps_before": 100 * (before @ s) / n, "nps_after": 100 * (after @ s) / n, "change": 100 * mean,
        "se": 100 * se, "z": mean / se if se else None, "p_value": 2 * stats.norm.sf(abs(mean / se)) if se else None,
        "lower": 100 * (mean - crit * se), "upper": 100 * (mean + crit * se),
        "transition": [list(r / r.sum()) if r.sum() else [None] * 3 for r in t],
        "stickiness": [r[q] / r.sum() if r.sum() else None for q, r in enumerate(t)],
        "unchanged_share": np.trace(t) / n, "moved_up": up, "moved_down": down,
        "bowker": chi(bow, len(pairs)), "stuart_maxwell": chi(sm, k), "bhapkar": chi(bh, k),
        "mcnemar_promoter": uneven(*off(2)), "mcnemar_detractor": uneven(*off(0)), "sign_up_down": uneven(down, up),
        "kappa": kappa(i != j), "kappa_linear": kappa(abs(i - j)), "kappa_quadratic": kappa((i - j) ** 2)},
        1e-8, "numpy linear algebra, scipy.stats", note)


for _ in range(6):
    panel(rng.integers(0, 30, (3, 3)))
for _ in range(4):
    panel(np.diag(rng.integers(1, 9, 3)) + rng.integers(0, 3, (3, 3)))
panel([[5, 0, 0], [0, 9, 2], [0, 2, 20]], "as many up as down")
panel([[5, 3, 0], [1, 9, 0], [0, 0, 20]], "promoters neither left nor joined")
panel([[400, 100, 50], [80, 900, 300], [20, 250, 2000]], "many people")


def icc(x, note=None):
    x = np.array(x)
    n, k = x.shape
    g = x.mean()
    ss = lambda m: ((m - g) ** 2).sum()
    rows, cols = np.repeat(x.mean(1), k).reshape(n, k), np.tile(x.mean(0), (n, 1))
    msr, msc = ss(rows) / (n - 1), ss(cols) / (k - 1)
    msw = ((x - rows) ** 2).sum() / (n * (k - 1))
    mse = ((x - rows - cols + g) ** 2).sum() / ((n - 1) * (k - 1))
    f = msr / msw
    lo, hi = f / stats.f.ppf(0.975, n - 1, n * (k - 1)), f * stats.f.ppf(0.975, n * (k - 1), n - 1)
    case("icc", {"scores": x}, {
        "msr": msr, "msc": msc, "msw": msw, "mse": mse, "icc1": (msr - msw) / (msr + (k - 1) * msw),
        "icc2_agreement": (msr - mse) / (msr + (k - 1) * mse + k * (msc - mse) / n),
        "icc3_consistency": (msr - mse) / (msr + (k - 1) * mse),
        "icc1_lower": (lo - 1) / (lo + k - 1), "icc1_upper": (hi - 1) / (hi + k - 1), "icc1_F": f,
        "icc1_p": stats.f.sf(f, n - 1, n * (k - 1))}, 1e-7, "two-way analysis of variance with numpy; scipy.stats.f", note)


for n, k in ((5, 2), (12, 3), (40, 4)):
    person = rng.normal(7, 2, n)
    icc(np.clip(np.rint(person[:, None] + rng.normal(0, 1, (n, k))), 0, 10).astype(int))
icc([[9, 2], [3, 9], [8, 4], [1, 7]], "negative: people disagree with themselves more than with others")

for sizes in ((3, 1, 2, 5), (2, 2, 2), (1, 1, 7)):
    groups = [rng.integers(0, 11, m) for m in sizes]
    N, k = sum(sizes), len(sizes)
    g = np.concatenate(groups).mean()
    msb = sum(len(x) * (x.mean() - g) ** 2 for x in groups) / (k - 1)
    msw = sum(((x - x.mean()) ** 2).sum() for x in groups) / (N - k)
    n0 = (N - sum(m * m for m in sizes) / N) / (k - 1)
    case("icc_unbalanced", {"groups": groups}, {"msb": msb, "msw": msw, "n0": n0, "icc1": (msb - msw) / (msb + (n0 - 1) * msw)},
         1e-9, "one-way analysis of variance with numpy")

for cut in (3, 6, 8):
    before = rng.integers(0, 11, 30)
    after = np.clip(np.rint(3 + 0.6 * before + rng.normal(0, 1.5, 30)), 0, 10).astype(int)
    slope, intercept = np.polyfit(before, after, 1)
    low = before <= cut
    expected = intercept + slope * before[low].mean()
    case("regression_to_mean", {"before": before, "after": after, "cut": cut}, {
        "r": np.corrcoef(before, after)[0, 1], "slope": slope, "selected_n": low.sum(),
        "selected_before_mean": before[low].mean(), "selected_after_mean": after[low].mean(),
        "expected_after_mean": expected, "change_beyond_regression": after[low].mean() - expected},
        1e-8, "numpy.polyfit")


def weighted(scores, w):
    b = np.where(scores >= 9, 1, np.where(scores >= 7, 0, -1))
    used = w > 0
    n, total = used.sum(), w.sum()
    m = (w * b).sum() / total
    v = (w * (b - m) ** 2).sum() / total
    neff = total ** 2 / (w ** 2).sum()
    se = 100 * math.sqrt(v / neff)
    crit = stats.norm.ppf(0.95 + 0.025)
    return {"nps": 100 * m, "variance": v, "n": n, "n_effective": neff, "design_effect": n / neff, "se_kish": se,
            "se_linearized": 100 * math.sqrt(n / (n - 1) * (w ** 2 * (b - m) ** 2).sum()) / total,
            "lower": max(-100, 100 * m - crit * se), "upper": min(100, 100 * m + crit * se)}


for n in (4, 25):
    scores, w = rng.integers(0, 11, n), rng.uniform(0.2, 4, n).round(2)
    w[1] = 0
    case("weighted", {"scores": scores, "weights": w, "confidence": 0.95}, weighted(scores, w), 1e-8,
         "linearisation with numpy", "one weight is 0 and does not count in n")

scores = rng.integers(0, 11, 40)
a, b = rng.choice(["x", "y", "z"], 40), rng.choice(["u", "v"], 40)
margins = {"a": {"x": 30, "y": 50, "z": 20}, "b": {"u": 45, "v": 55}}
w = np.ones(40)
for _ in range(500):
    for col, target in ((a, margins["a"]), (b, margins["b"])):
        for level, size in target.items():
            w[col == level] *= size / w[col == level].sum()
case("rake", {"rows": [{"score": s, "a": x, "b": y} for s, x, y in zip(scores, a.tolist(), b.tolist())], "margins": margins},
     {**weighted(scores, w), "weights": w}, 1e-6, "500 rounds of iterative proportional fitting with numpy")

for fpc in (True, False):
    strata = [(300, [9, 5, 4]), (80, [20, 10, 6]), (5000, [7, 1, 1])]
    N = sum(x for x, _ in strata)
    mean = var = 0
    for pop, c in strata:
        x = np.repeat([1, 0, -1], c)
        mean += pop / N * x.mean()
        var += (pop / N) ** 2 * x.var(ddof=1) / len(x) * ((1 - len(x) / pop) if fpc else 1)
    se = 100 * math.sqrt(var)
    crit = stats.norm.ppf(0.9 + 0.05)
    case("stratified", {"strata": [{"population": p, "counts": c} for p, c in strata], "confidence": 0.9, "fpc": fpc},
         {"nps": 100 * mean, "se": se, "lower": max(-100, 100 * mean - crit * se), "upper": min(100, 100 * mean + crit * se)},
         1e-8, "numpy")


def series(T, change=None, empty=()):
    out = []
    for t in range(T):
        p = [0.5, 0.3, 0.2] if change is None or t < change else [0.35, 0.3, 0.35]
        out.append([0, 0, 0] if t in empty else rng.multinomial(rng.integers(20, 120), p).tolist())
    return out


for T, change, empty in ((18, 9, (0, 4, 5, 13)), (12, None, ()), (10, 5, (5,))):
    x = series(T, change, empty)
    sigma = 0.8
    z = [None if sum(c) == 0 else (100 * (c[0] - c[2]) / sum(c) - 30) / (100 * sigma / math.sqrt(sum(c))) for c in x]
    hi, lo, e, limit, H, L, E = 0, 0, 0.0, [], [], [], []
    for t, one in enumerate(z):
        if one is not None:
            hi, lo = max(0, hi + one - 0.5), max(0, lo - one - 0.5)
            e = 0.3 * one + 0.7 * e
        # the variance as a sum, weight by weight
        seen = sum(v is not None for v in z[: t + 1])
        limit.append(2.7 * math.sqrt(sum((0.3 * 0.7 ** q) ** 2 for q in range(seen))))
        H.append(hi), L.append(lo), E.append(e)
    rings = [t for t in range(T) if max(H[t], L[t]) > 4]
    side = None if not rings else "up" if H[rings[0]] > L[rings[0]] else "down"
    stat = H if side == "up" else L
    since = None if not rings else max([t + 1 for t in range(rings[0]) if stat[t] == 0], default=0)
    case("cusum", {"series": x, "target": 30, "sigma": sigma, "k": 0.5, "h": 4},
         {"z": z, "high": H, "low": L, "signal_index": rings[0] if rings else None, "direction": side, "estimated_change_index": since},
         1e-9, "Page 1954, written out", "periods with no answers" if empty else None)
    rings = [t for t in range(T) if abs(E[t]) > limit[t]]
    case("ewma", {"series": x, "target": 30, "sigma": sigma, "lambda_": 0.3, "L": 2.7},
         {"ewma": E, "limit": limit, "signal_index": rings[0] if rings else None,
          "direction": None if not rings else "up" if E[rings[0]] > 0 else "down"},
         1e-9, "the variance summed weight by weight", "periods with no answers" if empty else None)

    def loss(part):
        c = np.sum(part, 0)
        return -2 * sum(v * math.log(v / c.sum()) for v in c if v)
    if not empty or T == 10:
        whole = loss(x)
        ratios = {i: whole - loss(x[:i]) - loss(x[i:]) for i in range(1, T)}
        index = max(ratios, key=ratios.get)
        if T != 10:
            case("changepoint.lrt", {"series": x}, {"index": index, "lr": ratios[index]}, 1e-8, "every split")
        # every partition there is
        best = min(((loss_sum + 5 * len(cuts), cuts) for r in range(4) for cuts in itertools.combinations(range(1, T), r)
                    for loss_sum in [sum(loss(x[a:b]) for a, b in zip((0, *cuts), (*cuts, T)))]), key=lambda one: one[0])
        if T != 10:
            case("changepoint.optimal_partition", {"series": x, "penalty": 5}, {"penalty": 5, "changepoints": best[1], "cost": best[0]},
                 1e-8, "every partition into at most four stretches")
        # the probability of every run length, from the evidence of whole stretches
        def evidence(part):
            c, a = np.sum(part, 0), np.array([1, 2, 0.5])
            return gammaln(a.sum()) - gammaln(a.sum() + c.sum()) + (gammaln(a + c) - gammaln(a)).sum()
        h = 0.05
        log = {0: 0.0}  # log weight of all ways to cut the first t periods
        def ways(t):
            if t not in log:
                log[t] = np.logaddexp.reduce([ways(s) + (math.log(h) if s else 0) + (t - s - 1) * math.log(1 - h) + evidence(x[s:t]) for s in range(t)])
            return log[t]
        def runs(t):
            w = np.array([ways(s) + (math.log(h) if s else 0) + (t - s - 1) * math.log(1 - h) + evidence(x[s:t]) for s in range(t - 1, -1, -1)])
            return np.exp(w - np.logaddexp.reduce(w))
        posts = [runs(t) for t in range(1, T + 1)]
        case("changepoint.bocpd", {"series": x, "hazard": h, "prior": [1, 2, 0.5]},
             {"map_run_length": [p.argmax() for p in posts], "prob_change_now": [p[0] for p in posts],
              "final_run_length_posterior": posts[-1], "final_segment_start": T - 1 - posts[-1].argmax()},
             1e-9, "evidence of whole stretches, summed over all ways to cut")
        use = [t for t in range(T) if sum(x[t])]
        adj = np.array([np.array(x[t]) + [0.75, 1.5, 0.75] for t in use])
        N = adj.sum(1)
        y = (adj[:, 0] - adj[:, 2]) / N
        var = ((adj[:, 0] + adj[:, 2]) / N - y * y) / N
        X = np.column_stack([np.ones(len(use)), use]) / np.sqrt(var)[:, None]
        cov = np.linalg.inv(X.T @ X)
        slope, se = 100 * (cov @ X.T @ (y / np.sqrt(var)))[1], 100 * math.sqrt(cov[1, 1])
        case("trend.wls", {"series": x}, {"slope": slope, "se": se, "z": slope / se, "p_value": 2 * stats.norm.sf(abs(slope / se))},
             1e-8, "weighted least squares by matrices", "a period with no answers is left out" if empty else None)

before, after = [[40, 20, 10], [20, 15, 20], [3, 3, 4]], [[30, 15, 8], [45, 30, 40], [9, 1, 0]]
B, A = np.array(before), np.array(after)
wb, wa = B.sum(1) / B.sum(), A.sum(1) / A.sum()
rb, ra = 100 * (B[:, 0] - B[:, 2]) / B.sum(1), 100 * (A[:, 0] - A[:, 2]) / A.sum(1)
# the mean of both orders of changing one thing after the other
mix, rate = ((wa - wb) * rb + (wa - wb) * ra) / 2, ((ra - rb) * wb + (ra - rb) * wa) / 2
case("kitagawa", {"before": before, "after": after},
     {"total": (wa * ra).sum() - (wb * rb).sum(), "mix": mix.sum(), "rate": rate.sum(),
      "segments": [{"mix": m, "rate": r} for m, r in zip(mix, rate)]}, 1e-9, "the mean of both orders")

for n, k in ((9, 2), (40, 4)):
    y = rng.integers(0, 11, n)
    x = np.clip(np.rint(0.4 * y[:, None] + rng.normal(0, 1, (n, k)) * np.arange(1, k + 1)), 0, 5).astype(int)
    def r2(cols):
        X = np.column_stack([np.ones(n), x[:, list(cols)]])
        res = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
        return 1 - (res ** 2).sum() / ((y - y.mean()) ** 2).sum()
    lmg = np.zeros(k)
    orders = list(itertools.permutations(range(k)))
    for order in orders:
        for i, j in enumerate(order):
            lmg[j] += (r2(order[: i + 1]) - r2(order[:i])) / len(orders)
    case("drivers", {"y": y, "x": x}, {
        "pearson": [stats.pearsonr(x[:, j], y).statistic for j in range(k)],
        "spearman": [stats.spearmanr(x[:, j], y).statistic for j in range(k)],
        "kendall_tau_b": [stats.kendalltau(x[:, j], y).statistic for j in range(k)], "r2": r2(range(k)), "lmg": lmg},
        1e-8, "least squares over every order of the drivers; scipy.stats")

print(json.dumps({"what": "computed by panel-weights-time-why.py with numpy and scipy", "cases": cases}, indent=1))
