"""The mutants of a Python source: one small wrong change each, inside a function. Words are left alone."""

from __future__ import annotations

import ast
import copy
import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

COMPARED = {
    ast.Lt: [ast.LtE, ast.GtE], ast.LtE: [ast.Lt, ast.Gt], ast.Gt: [ast.GtE, ast.LtE], ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.Is: [ast.IsNot], ast.IsNot: [ast.Is], ast.In: [ast.NotIn], ast.NotIn: [ast.In],
}  # fmt: skip
COMPUTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "filter": "exclude", "exclude": "filter"}
FLOWS = {"Line": 1, "leg": 1, "each": 1, "budget_step": 2}  # what moves money or posts: where its debit stands, the credit being next
REMOVED = (ast.Expr, ast.AugAssign, ast.Raise, ast.Delete)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Mutant:
    """`diff` and `ident` do not depend on where the function is in its file: a result stays good when others move."""

    path: str
    function: str
    operator: str
    node: int
    variant: int
    line: int
    first_line: int
    diff: str
    ident: str

    def code(self) -> CodeType:
        """The mutated code of the outermost function."""
        slots = Slots(ast.parse(Path(self.path).read_text()))
        old = slots.nodes[self.node]
        slots.put(old, ast.copy_location(list(variants(old))[self.variant][1], old))
        name = self.function.rpartition(".")[2]
        return next(it for it in compiled(slots.tree, self.path) if (it.co_firstlineno, it.co_name) == (self.first_line, name))


def compiled(tree: ast.Module, path: str) -> Iterator[CodeType]:
    """The code of each function, as if it were read from the file."""
    return codes(compile(ast.fix_missing_locations(tree), str(Path(path).resolve()), "exec"))


def listening(path: str) -> Iterator[CodeType]:
    """The code of each function of a file, which calls `__ran__(path, line)` before each statement."""
    tree = ast.parse(Path(path).read_text())
    for _, function in functions(tree):
        for node in ast.walk(function):
            for field, value in ast.iter_fields(node):
                if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                    setattr(node, field, [it for statement in value for it in (call(path, statement), statement)])
    return compiled(tree, path)


def call(path: str, at: ast.stmt) -> ast.stmt:
    return ast.copy_location(ast.Expr(ast.Call(ast.Name("__ran__", ast.Load()), [ast.Constant(path), ast.Constant(at.lineno)], [])), at)


def codes(code: CodeType) -> Iterator[CodeType]:
    for it in code.co_consts:
        if isinstance(it, CodeType):
            yield it
            yield from codes(it)


def variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What may stand in the place of this node, each under the name of its operator."""
    yield from of_expression(node)
    yield from of_statement(node)


def of_expression(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Compare(ops=[*ops]):
            for n, op in enumerate(ops):
                for other in COMPARED[type(op)]:
                    yield "comparison", changed(node, ops=[*ops[:n], other(), *ops[n + 1 :]])
        case ast.BinOp(op=op) if type(op) in COMPUTED and not words(node.left) and not words(node.right):
            yield "arithmetic", changed(node, op=COMPUTED[type(op)]())
        case ast.BoolOp(op=op):
            yield "boolean", changed(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not()):
            yield "not", node.operand
        case ast.UnaryOp(op=ast.USub()):
            yield "sign", node.operand
        case ast.IfExp():
            yield "condition", changed(node, test=negated(node.test))
        case ast.comprehension(ifs=[_, *_]):
            yield "condition", changed(node, ifs=[negated(node.ifs[0]), *node.ifs[1:]])
        case ast.Constant(value=bool(value)):
            yield "constant", changed(node, value=not value)
        case ast.Constant(value=int(value)):
            yield from (("constant", changed(node, value=value + step)) for step in (1, -1))
        case ast.Call():
            yield from of_call(node)


def of_call(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if name in NAMES:
        yield "name", changed(node, func=changed(node.func, **{"id" if isinstance(node.func, ast.Name) else "attr": NAMES[name]}))
    if (n := FLOWS.get(name)) and len(node.args) > n + 1:
        yield "swapped", changed(node, args=[*node.args[:n], node.args[n + 1], node.args[n], *node.args[n + 2 :]])


def of_statement(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.If() | ast.While():
            yield "condition", changed(node, test=negated(node.test))
        case ast.AugAssign(op=op) if type(op) in COMPUTED:
            yield "arithmetic", changed(node, op=COMPUTED[type(op)]())
        case ast.Return(value=ast.expr()) if not (isinstance(node.value, ast.Constant) and node.value.value is None):
            yield "return", changed(node, value=ast.Constant(None))
        case ast.Break():
            yield "loop", ast.Continue()
        case ast.Continue():
            yield "loop", ast.Break()
    stored = isinstance(node, ast.Assign) and not any(isinstance(it, ast.Name | ast.Tuple) for it in node.targets)
    said = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if (isinstance(node, REMOVED) or stored) and not said:
        yield "removed", ast.Pass()


def changed(node: ast.AST, **fields: object) -> ast.AST:
    it = copy.copy(node)
    for name, value in fields.items():
        setattr(it, name, value)
    return it


def negated(test: ast.expr) -> ast.expr:
    return test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else ast.UnaryOp(ast.Not(), test)


def words(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))


class Slots:
    """Where each node of a tree hangs, so that another may stand there for a while."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree, self.nodes, self.places = tree, [], {}
        for parent in ast.walk(tree):
            self.nodes.append(parent)
            for field, value in ast.iter_fields(parent):
                for n, it in enumerate(value if isinstance(value, list) else [value]):
                    if isinstance(it, ast.AST):
                        self.places[id(it)] = (parent, field, n if isinstance(value, list) else None)

    def put(self, old: ast.AST, new: ast.AST) -> None:
        parent, field, n = self.places[id(old)]
        if n is None:
            setattr(parent, field, new)
        else:
            getattr(parent, field)[n] = new


def functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, Function]]:
    """The outermost functions: of the module and of its classes."""
    for it in ast.iter_child_nodes(tree):
        if isinstance(it, Function):
            yield prefix + it.name, it
        elif isinstance(it, ast.ClassDef):
            yield from functions(it, f"{prefix}{it.name}.")


def mutants(path: str) -> Iterator[Mutant]:
    """Every mutant of a file, in the bodies of its functions; annotations, defaults and decorators are read at import and left alone."""
    slots = Slots(ast.parse(Path(path).read_text()))
    number = {id(node): n for n, node in enumerate(slots.nodes)}
    for name, function in functions(slots.tree):
        whole, first = ast.unparse(function), min(it.lineno for it in (function, *function.decorator_list))
        seen: dict[str, int] = {}
        for node, line in (it for statement in function.body for it in inside(statement)):
            for variant, (operator, new) in enumerate(variants(node)):
                slots.put(node, new)
                diff = difference(whole, ast.unparse(function))
                slots.put(node, node)
                seen[diff] = seen.get(diff, 0) + 1
                ident = hashlib.sha256(f"{path} {name} {whole} {diff} {seen[diff]}".encode()).hexdigest()[:12]
                yield Mutant(path, name, operator, number[id(node)], variant, line, first, diff, ident)


def difference(old: str, new: str) -> str:
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0))[2:]
    return "\n".join(it for it in lines if it[0] in "+-")


def inside(statement: ast.stmt) -> Iterator[tuple[ast.AST, int]]:
    """The nodes under a statement, each with the line of its own statement."""
    todo: list[tuple[ast.AST, int]] = [(statement, statement.lineno)]
    while todo:
        node, line = todo.pop()
        line = node.lineno if isinstance(node, ast.stmt) else line
        yield node, line
        for field, value in ast.iter_fields(node):
            if field not in {"annotation", "returns", "decorator_list"}:
                todo += [(it, line) for it in (value if isinstance(value, list) else [value]) if isinstance(it, ast.AST)]
