from pathlib import Path
def load(package: Path, folder: Path):
    from benchmarks.package import KEY
    from graph.model.tables import Context
    from graph.policy import read_law
    from graph.stores import open_store
    from loaders import load_sources

    law = read_law()
    store = open_store(str(folder), KEY)
    load_sources([package], store, Context(law.vocabulary, KEY, law.measure_names.__contains__))
    return store
