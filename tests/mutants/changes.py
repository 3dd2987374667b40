"""What can be changed in a piece of code, one thing at a time."""

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Final

COMPARISONS: Final[dict[type[ast.cmpop], str]] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
ARITHMETIC: Final[dict[type[ast.operator], str]] = {
    ast.Add: "-", ast.Sub: "+", ast.Mult: "//", ast.FloorDiv: "*", ast.BitAnd: "|", ast.BitOr: "&",
}  # fmt: skip
CALLS: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}
LOGGING: Final = frozenset({"debug", "info", "warning", "error", "exception"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the bytes `[start, end)` of a file are replaced. Lines count from 1."""

    file: str
    function: str
    line: int
    start: int
    end: int
    old: str
    new: str

    def written_into(self, code: bytes) -> bytes:
        """The code of the file with the change."""
        return code[: self.start] + self.new.encode() + code[self.end :]

    @property
    def name(self) -> str:
        """What it is called where it is listed."""
        return f"{self.file} {self.function}: {_brief(self.old)} → {_brief(self.new)}"


def _brief(code: str) -> str:
    text = " ".join(code.split())
    return text if len(text) <= 60 else f"{text[:57]}…"


def mutants_of(root: Path, file: str) -> list[Mutant]:
    """Return all changes of a file that are still Python, those inside functions only."""
    code = (root / file).read_bytes()
    finder = _Finder(file, code)
    finder.visit(ast.parse(code))
    return [mutant for mutant in finder.found if _is_python(mutant.written_into(code))]


def _is_python(code: bytes) -> bool:
    try:
        ast.parse(code)
    except SyntaxError:
        return False
    return True


class _Finder(ast.NodeVisitor):
    def __init__(self, file: str, code: bytes) -> None:
        self.found: list[Mutant] = []
        self._file = file
        self._code = code
        self._lines = [0]
        for line in code.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self._functions: list[str] = []

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        end_line, end_column = node.end_lineno or 0, node.end_col_offset or 0
        return self._lines[node.lineno - 1] + node.col_offset, self._lines[
            end_line - 1
        ] + end_column

    def _text(self, node: ast.expr | ast.stmt) -> str:
        start, end = self._span(node)
        return self._code[start:end].decode()

    def _add(self, node: ast.expr | ast.stmt, new: str, end: int | None = None) -> None:
        start, stop = self._span(node)
        stop = end or stop
        if self._functions:
            old = self._code[start:stop].decode()
            function = ".".join(self._functions)
            self.found.append(Mutant(self._file, function, node.lineno, start, stop, old, new))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._functions.append(node.name)
        for statement in node.body:
            self.visit(statement)
        self._functions.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if any("Protocol" in ast.unparse(base) for base in node.bases):
            return
        self._functions.append(node.name)
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef):
                self.visit(statement)
        self._functions.pop()

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Compare(self, node: ast.Compare) -> None:
        if len(node.ops) == 1:
            left, right = self._text(node.left), self._text(node.comparators[0])
            self._add(node, f"({left} {COMPARISONS[type(node.ops[0])]} {right})")
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        other = " or " if isinstance(node.op, ast.And) else " and "
        self._add(node, f"({other.join(f'({self._text(value)})' for value in node.values)})")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self._add(node, f"bool({self._text(node.operand)})")
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
            self._add(node.test, f"(not ({self._text(node.test)}))")
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        test, body, other = (self._text(part) for part in (node.test, node.body, node.orelse))
        self._add(node, f"({other} if ({test}) else {body})")
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        other = ARITHMETIC.get(type(node.op))
        if other is not None and '"' not in self._text(node):
            self._add(node, f"({self._text(node.left)} {other} {self._text(node.right)})")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self._add(node, str(not node.value))
        elif isinstance(node.value, int):
            self._add(node, str(node.value + 1))

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Attribute) and node.func.attr in LOGGING:
            return
        if isinstance(node.func, ast.Name):
            if node.func.id in CALLS:
                self._add(node.func, CALLS[node.func.id])
            if node.func.id == "sorted" and node.args:
                self._add(node, f"list({self._text(node.args[0])})")
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None and not isinstance(node.value, ast.Constant):
            self._add(node.value, "None")
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        call = node.value
        if not isinstance(call, ast.Call):
            return
        if not (isinstance(call.func, ast.Attribute) and call.func.attr in LOGGING):
            self._add(node, "pass")
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for condition in node.ifs:
            self._add(condition, "True")
        self.generic_visit(node)

    def visit_Tuple(self, node: ast.Tuple) -> None:
        first_two = node.elts[:2]
        is_pair = len(first_two) == 2
        if is_pair and not any(isinstance(part, ast.Starred) for part in first_two):
            swapped = f"{self._text(first_two[1])}, {self._text(first_two[0])}"
            self._add(first_two[0], swapped, self._span(first_two[1])[1])
        self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        """Errors are told in words, of which tests say the gist only."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """So are texts."""
