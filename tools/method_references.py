"""The works that a paper's method section cites."""

from __future__ import annotations

from collections.abc import Iterable

_REFERENCES = {
    "lda": ("Blei, D. M., Ng, A. Y., Jordan, M. I. (2003). Latent Dirichlet allocation. Journal of "
            "Machine Learning Research 3, 993-1022.",
            "Hoffman, M. D., Blei, D. M., Bach, F. (2010). Online learning for latent Dirichlet "
            "allocation. Advances in Neural Information Processing Systems 23.",
            "Řehůřek, R., Sojka, P. (2010). Software framework for topic modelling with large "
            "corpora. LREC 2010 Workshop on New Challenges for NLP Frameworks, 45-50."),
    "nmf": ("Lee, D. D., Seung, H. S. (1999). Learning the parts of objects by non-negative matrix "
            "factorization. Nature 401, 788-791.",),
    "lsa": ("Deerwester, S., Dumais, S. T., Furnas, G. W., Landauer, T. K., Harshman, R. (1990). "
            "Indexing by latent semantic analysis. Journal of the American Society for Information "
            "Science 41(6), 391-407.",
            "Kaiser, H. F. (1958). The varimax criterion for analytic rotation in factor analysis. "
            "Psychometrika 23(3), 187-200.",
            "Řehůřek, R., Sojka, P. (2010). Software framework for topic modelling with large "
            "corpora. LREC 2010 Workshop on New Challenges for NLP Frameworks, 45-50."),
    "npmi": ("Bouma, G. (2009). Normalized (pointwise) mutual information in collocation "
             "extraction. Proceedings of GSCL, 31-40.",),
    "c_v": ("Röder, M., Both, A., Hinneburg, A. (2015). Exploring the space of topic coherence "
            "measures. WSDM 2015, 399-408.",),
    "diversity": ("Dieng, A. B., Ruiz, F. J. R., Blei, D. M. (2020). Topic modeling in embedding "
                  "spaces. Transactions of the ACL 8, 439-453.",),
    "perplexity": ("Wallach, H. M., Murray, I., Salakhutdinov, R., Mimno, D. (2009). Evaluation "
                   "methods for topic models. ICML 2009, 1105-1112.",),
}  # fmt: skip


def references(algorithm: str, figures: Iterable[str], *, phrases: bool) -> list[str]:
    """What stands behind an algorithm, the figures of a model and the joining of phrases, in the
    order of the authors."""
    wanted = [algorithm, *figures, *(["npmi"] if phrases else [])]
    found = {work for name in wanted for work in _REFERENCES.get(name, ())}
    return sorted(found, key=lambda work: work.replace("Ř", "R").casefold())
