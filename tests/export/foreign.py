"""Run by the environment of other people's readers: does a file say what its format allows, and is nothing dropped?"""

import json
import sys
from pathlib import Path


def ftm(path: str) -> list[str]:
    """What FollowTheMoney's own library finds wrong with the entities."""
    from followthemoney import model

    faults = []
    for line in Path(path).read_text("utf-8").splitlines():
        told = json.loads(line)
        try:
            model.get(told["schema"]).validate(told)
        except Exception as error:
            faults.append(f"{told['id']}: {error}")
            continue
        read = model.get_proxy({"id": told["id"], "schema": told["schema"], "properties": {}})
        for name, values in told["properties"].items():
            read.add(name, values)
            if sorted(read.get(name)) != sorted(set(values)):
                faults.append(f"{told['schema']}.{name}: {values} was read as {read.get(name)}")
    return faults


def bods(path: str) -> list[str]:
    """What the standard's own checks find wrong with the statements: the schema, unknown fields, and the rules."""
    from libcovebods.additionalfields import AdditionalFields
    from libcovebods.config import LibCoveBODSConfig
    from libcovebods.data_reader import DataReader
    from libcovebods.jsonschemavalidate import JSONSchemaValidator
    from libcovebods.run_tasks import process_additional_checks
    from libcovebods.schema import SchemaBODS
    from libcovebods.tasks.checks import legacy_checks, record_based_checks

    for checks in (legacy_checks, record_based_checks):
        checks.get_orgids_prefixes = list  # it would fetch a list of identifier schemes; no request leaves a test
    reader = DataReader(path)
    schema = SchemaBODS(reader)
    faults = [] if schema.schema_version == "0.4" else [f"version {schema.schema_version}"]
    faults += [json.dumps(error.json()) for error in JSONSchemaValidator(schema).validate(reader)]
    faults += list(AdditionalFields(schema).process(reader))
    told = process_additional_checks(reader, LibCoveBODSConfig(), schema)
    return faults + [json.dumps(fault) for fault in told["additional_checks"]]


if __name__ == "__main__":
    json.dump({"ftm": ftm, "bods": bods}[sys.argv[1]](sys.argv[2]), sys.stdout)
