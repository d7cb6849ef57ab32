"""The exchange format of a case: decoding, checks and encoding, without a database.

`claims.casefile.schema` holds the JSON Schema; it also runs as a command.
"""

from claims.casefile.checks.case_context import Stored, StoredAttribution, StoredSource
from claims.casefile.checks.discrediting import discreditings
from claims.casefile.checks.everything import problems
from claims.casefile.checks.named_keys import NamedKeys, named_keys
from claims.casefile.checks.reused_keys import reused_keys
from claims.casefile.encoding import encode
from claims.casefile.problem import CaseFileError, Problem
from claims.casefile.reading.decoding import MAX_BYTES, MAX_YAML_BYTES, case_of_values, decode, decode_record, read_case
from claims.casefile.reading.lines import MAX_LINE_BYTES, Line, read_lines
from claims.casefile.reading.readings import Malformed
from claims.casefile.records import FORMAT, CaseFile
from claims.casefile.stream_state import Growing

__all__ = [
    "FORMAT",
    "MAX_BYTES",
    "MAX_LINE_BYTES",
    "MAX_YAML_BYTES",
    "CaseFile",
    "CaseFileError",
    "Growing",
    "Line",
    "Malformed",
    "NamedKeys",
    "Problem",
    "Stored",
    "StoredAttribution",
    "StoredSource",
    "case_of_values",
    "decode",
    "decode_record",
    "discreditings",
    "encode",
    "named_keys",
    "problems",
    "read_case",
    "read_lines",
    "reused_keys",
]
