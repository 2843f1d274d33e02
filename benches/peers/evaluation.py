#!/usr/bin/env python3
"""Scores the pairs of any system against the truth: the definitions of linker/src/evaluate, written a second time.

    python3 evaluation.py FOLDER TRUTH      # FOLDER has pairs.csv and, for de-duplication, perhaps clusters.csv; prints JSON
    python3 evaluation.py --self-test       # against an example worked by hand

pairs.csv: left_id,right_id,match_weight,class (`link` where the system declares one). clusters.csv: rec_id,cluster_id.
Standard library only.
"""
import csv
import json
import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

# Above this share of left records with several true partners, left records may be used again in an assignment.
REUSED_SHARE = 0.05


def evaluate(pairs, truth, clusters=None):
    """F1 at the best threshold, after assignment (two files) or clustering (one), as declared; share of true pairs scored.

    `pairs` are (left, right, weight, declared). Without `clusters` a file is clustered by joining every pair above the
    threshold that is best for it.
    """
    ordered = sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))
    declared = [pair for pair in ordered if pair[3]]
    if truth.entities is None:
        final = best_f1(assigned(ordered, truth.left_reused), truth)
        declared = assigned(declared, left_reused=False)
    else:
        final = best_clustering(ordered, truth) if clusters is None else cluster_f1(clusters, truth)
    return {
        "best": best_f1(ordered, truth),
        "final": final,
        "declared": f1(hits(declared, truth), len(declared), truth.total),
        "recall": hits(ordered, truth) / truth.total,
        "pairs": len(ordered),
    }


class Truth:
    """True pairs of two files, or the entity of each record of one."""

    def __init__(self, pairs=None, entities=None):
        self.pairs, self.entities = set(pairs or ()), entities
        if entities is None:
            self.total = len(self.pairs)
            repeated = self.total - len({left for left, _ in self.pairs})
            self.left_reused = repeated > REUSED_SHARE * self.total
        else:
            self.total = sum(map(pairs_within, Counter(entities.values()).values()))

    @classmethod
    def read(cls, path):
        rows = read_csv(path)
        if "left_id" in rows[0]:
            return cls(pairs=((row["left_id"], row["right_id"]) for row in rows))
        return cls(entities={row["rec_id"]: row["entity_id"] for row in rows})

    def holds(self, left, right):
        if self.entities is None:
            return (left, right) in self.pairs
        return self.entities[left] == self.entities[right]


def best_f1(ordered, truth):
    """Over all thresholds; pairs of equal weight stand or fall together."""
    best, true, declared = 0.0, 0, 0
    for _, tied in groupby(ordered, key=lambda pair: pair[2]):
        for left, right, *_ in tied:
            true += truth.holds(left, right)
            declared += 1
        best = max(best, f1(true, declared, truth.total))
    return best


def assigned(ordered, left_reused):
    """Greedy, best first: each right record once, each left record once unless it has several partners by design."""
    lefts, rights, kept = set(), set(), []
    for pair in ordered:
        if pair[1] not in rights and (left_reused or pair[0] not in lefts):
            lefts.add(pair[0])
            rights.add(pair[1])
            kept.append(pair)
    return kept


def best_clustering(ordered, truth):
    """Connected components of the pairs above a threshold, at the threshold that is best for them."""
    home = {record: record for record in truth.entities}
    members = {record: Counter([entity]) for record, entity in truth.entities.items()}
    best, true, joined = 0.0, 0, 0
    for _, tied in groupby(ordered, key=lambda pair: pair[2]):
        for left, right, *_ in tied:
            a, b = root(home, left), root(home, right)
            if a == b:
                continue
            if members[a].total() < members[b].total():
                a, b = b, a
            small = members.pop(b)
            joined += members[a].total() * small.total()
            true += sum(count * members[a][entity] for entity, count in small.items())
            members[a].update(small)
            home[b] = a
        best = max(best, f1(true, joined, truth.total))
    return best


def root(home, record):
    while home[record] != record:
        home[record] = home[home[record]]
        record = home[record]
    return record


def cluster_f1(clusters, truth):
    both = Counter((cluster, truth.entities[record]) for record, cluster in clusters.items())
    true = sum(map(pairs_within, both.values()))
    return f1(true, sum(map(pairs_within, Counter(clusters.values()).values())), truth.total)


def hits(pairs, truth):
    return sum(truth.holds(left, right) for left, right, *_ in pairs)


def pairs_within(size):
    return size * (size - 1) // 2


def f1(true, declared, total):
    return 2 * true / (declared + total) if declared + total else 0.0


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main(folder, truth):
    with open(folder / "pairs.csv", newline="", encoding="utf-8") as file:
        pairs = [
            (row["left_id"], row["right_id"], float(row["match_weight"]), row["class"] == "link")
            for row in csv.DictReader(file)
        ]
    clusters = folder / "clusters.csv"
    clusters = {row["rec_id"]: row["cluster_id"] for row in read_csv(clusters)} if clusters.exists() else None
    print(json.dumps(evaluate(pairs, Truth.read(truth), clusters)))


def self_test():
    """Two files: three true pairs, one of them not scored. One file: entities {p,q} {r,s}, and r-q joined wrongly."""
    pairs = [("a", "x", 9, True), ("a", "y", 8, True), ("b", "y", 3, True), ("c", "z", -1, False)]
    found = evaluate(pairs, Truth(pairs=[("a", "x"), ("b", "y"), ("d", "w")]))
    # All pairs, best from weight 3: 2 of 3 declared are true, 2 of 3 true are declared. One to one: a-y falls away.
    expected = {"best": 2 / 3, "final": 4 / 5, "declared": 4 / 5, "recall": 2 / 3, "pairs": 4}
    assert found == expected, found

    reused = Truth(pairs=[("a", "x"), ("a", "y")])
    assert evaluate(pairs[:2], reused)["final"] == 1.0, "a left record with two partners by design keeps both"
    tied = [("a", "x", 5, True), ("a", "y", 5, True)]
    assert evaluate(tied, Truth(pairs=[("a", "x")]))["best"] == 2 / 3, "a threshold cannot part equal weights"

    one_file = Truth(entities={"p": 1, "q": 1, "r": 2, "s": 2})
    edges = [("p", "q", 9, True), ("q", "r", 5, False), ("r", "s", 4, False)]
    found = evaluate(edges, one_file)
    # Clusters: {p,q} alone gives 2*1/(1+2); joining q-r then r-s gives 2*2/(6+2). Pairs: all three give 2*2/(3+2).
    assert found == {"best": 4 / 5, "final": 2 / 3, "declared": 2 / 3, "recall": 1.0, "pairs": 3}, found
    given = {"p": "k", "q": "k", "r": "k", "s": "l"}
    assert evaluate(edges, one_file, given)["final"] == 2 * 1 / (3 + 2)
    assert evaluate([], one_file)["best"] == 0.0
    print("evaluation: the examples worked by hand hold")


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        self_test()
    elif len(sys.argv) == 3:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        sys.exit(__doc__)
