"""The exchange format of a case: decoded, checked and encoded, without a database.

The JSON Schema is apart, in `claims.casefile.schema`, which also runs as a command.
"""

from claims.casefile.checking import problems
from claims.casefile.decoding import MAX_BYTES, MAX_YAML_BYTES, decode, decode_record, read_case
from claims.casefile.encoding import encode
from claims.casefile.growing import Growing
from claims.casefile.known import Stored, StoredAttribution, StoredSource
from claims.casefile.lines import MAX_LINE_BYTES, Line, read_lines
from claims.casefile.naming import NamedKeys, named_keys
from claims.casefile.problem import CaseFileError, Problem
from claims.casefile.readings import Misshapen
from claims.casefile.records import FORMAT, CaseFile
from claims.casefile.reused_keys import reused_keys

__all__ = [
    "FORMAT",
    "MAX_BYTES",
    "MAX_LINE_BYTES",
    "MAX_YAML_BYTES",
    "CaseFile",
    "CaseFileError",
    "Growing",
    "Line",
    "Misshapen",
    "NamedKeys",
    "Problem",
    "Stored",
    "StoredAttribution",
    "StoredSource",
    "decode",
    "decode_record",
    "encode",
    "named_keys",
    "problems",
    "read_case",
    "read_lines",
    "reused_keys",
]
