"""The part of the Spark Connect protocol that the sandbox speaks to its engine.

Spark's own protocol modules cannot be imported without the whole of pyspark, numpy and pandas, which costs a third of a
second and 60 MB in a server that needs four messages. So those messages are declared here, with the field numbers
of the public protocol (spark/connect/base.proto). A plan travels through as opaque bytes: on the wire, an embedded
message and a byte string are the same thing.
"""

from __future__ import annotations

from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "demo_wizard.spark"
SERVICE = "/spark.connect.SparkConnectService/"

_FIELD = descriptor_pb2.FieldDescriptorProto
_SCALARS = {"string": _FIELD.TYPE_STRING, "bytes": _FIELD.TYPE_BYTES, "int": _FIELD.TYPE_INT32}

# message -> field -> (number, type); a type that is no scalar names another message, `*` repeats it.
_MESSAGES: dict[str, dict[str, tuple[int, str]]] = {
    "UserContext": {"user_id": (1, "string")},
    "Sql": {"query": (1, "string")},
    "SqlRelation": {"sql": (10, "Sql")},
    "SqlCommand": {"sql": (1, "string"), "input": (6, "SqlRelation")},
    "Command": {"sql_command": (5, "SqlCommand")},
    "Plan": {"root": (1, "bytes"), "command": (2, "Command")},
    "ExecuteRequest": {
        "session_id": (1, "string"), "user_context": (2, "UserContext"), "plan": (3, "Plan"),
        "client_type": (4, "string"), "operation_id": (6, "string"),
    },
    "ArrowBatch": {"data": (2, "bytes")},
    "SqlCommandResult": {"relation": (1, "bytes")},
    "ExecuteResponse": {"arrow_batch": (2, "ArrowBatch"), "sql_command_result": (5, "SqlCommandResult")},
    "KeyValue": {"key": (1, "string"), "value": (2, "string")},
    "ConfigSet": {"pairs": (1, "*KeyValue")},
    "ConfigOperation": {"set": (1, "ConfigSet")},
    "ConfigRequest": {
        "session_id": (1, "string"), "user_context": (2, "UserContext"), "operation": (3, "ConfigOperation"),
    },
    "ConfigResponse": {"session_id": (1, "string")},
    "InterruptRequest": {
        "session_id": (1, "string"), "user_context": (2, "UserContext"), "interrupt_type": (4, "int"),
        "operation_id": (6, "string"),
    },
    "InterruptResponse": {"session_id": (1, "string")},
}  # fmt: skip

INTERRUPT_OPERATION = 3
"""The value of InterruptRequest.InterruptType for one operation."""


def _declare() -> dict[str, type[Any]]:
    """Register the messages in a pool of their own and return their classes."""
    file = descriptor_pb2.FileDescriptorProto(name="demo_wizard_spark.proto", package=PACKAGE, syntax="proto3")
    for message, fields in _MESSAGES.items():
        declared = file.message_type.add(name=message)
        for name, (number, type_name) in fields.items():
            field = declared.field.add(name=name, number=number, label=_FIELD.LABEL_OPTIONAL)
            if type_name.startswith("*"):
                field.label = _FIELD.LABEL_REPEATED
            scalar = _SCALARS.get(type_name)
            if scalar is None:
                field.type, field.type_name = _FIELD.TYPE_MESSAGE, f".{PACKAGE}.{type_name.lstrip('*')}"
            else:
                field.type = scalar
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return {name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{PACKAGE}.{name}"))
            for name in _MESSAGES}


_CLASSES = _declare()


def message(name: str, **fields: object) -> Any:
    """A message of the protocol: `message("UserContext", user_id="ana@example.com")`."""
    return _CLASSES[name](**fields)


class Stub:
    """The calls of the Spark Connect service that the sandbox makes, over one gRPC channel."""

    def __init__(self, channel: Any) -> None:
        self.execute = channel.unary_stream(
            SERVICE + "ExecutePlan", _CLASSES["ExecuteRequest"].SerializeToString,
            _CLASSES["ExecuteResponse"].FromString,
        )  # fmt: skip
        self.config = channel.unary_unary(
            SERVICE + "Config", _CLASSES["ConfigRequest"].SerializeToString, _CLASSES["ConfigResponse"].FromString
        )
        self.interrupt = channel.unary_unary(
            SERVICE + "Interrupt", _CLASSES["InterruptRequest"].SerializeToString,
            _CLASSES["InterruptResponse"].FromString,
        )  # fmt: skip
