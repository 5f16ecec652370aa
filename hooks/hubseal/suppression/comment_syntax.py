"""How a comment is written in a file, by its name: one table that says which comments count, and which one to write.

`syntax_of` is None where a language has no comments (JSON, CSV), and where the name of a file says nothing of it.
"""

from __future__ import annotations

from functools import lru_cache

from ..typed import NamedTuple

Pair = tuple[bytes, bytes]


class CommentSyntax(NamedTuple):
    """The comments of a language. The first of `line`, else of `block`, is the one that a hint shows."""

    line: tuple[bytes, ...] = ()
    """What begins a comment that ends with its line."""
    block: tuple[Pair, ...] = ()
    """What begins and what ends the other ones."""
    strings: tuple[Pair, ...] = ()
    """What begins and what ends texts that may go over several lines."""
    layout: str = ""
    """`yaml`, `markdown`, `markup` or `rst`, where not quotes alone say how far a value goes; `heredoc` where there
    are here-documents, too."""
    alone: bool = False
    """Whether a comment has a line for itself: behind a value it would be a part of the value."""
    goes_on: bytes = b"\\"
    """What stands at the end of a line that goes on in the next one."""


def _syntax(
    line: str, block: str = "", strings: str = "", layout: str = "", alone: bool = False, goes_on: str = "\\"
) -> CommentSyntax:
    """`block`: words by twos; `strings`: one word where a text ends as it begins, else two with `…` between."""
    blocks, words = block.encode().split(), strings.encode().split()
    ends = [word.partition("…".encode()) for word in words]
    pairs = tuple((begin, end or begin) for begin, _, end in ends)
    openers = tuple(line.encode().split())
    return CommentSyntax(
        openers, tuple(zip(blocks[::2], blocks[1::2], strict=True)), pairs, layout, alone, goes_on.encode()
    )


_C, _XML, _QUOTES, _TRIPLE = "/* */", "<!-- -->", "\" '", "\"\"\" '''"
MARKDOWN = _syntax("", _XML, layout="markdown")
SHELL = _syntax("#", "", _QUOTES, "heredoc")
PYTHON = _syntax("#", "", _TRIPLE)
NOTEBOOK = _syntax("#", _XML, _TRIPLE)
"""Of the sources of its cells, code and Markdown."""
_HASH_ALONE = _syntax("#", "", _QUOTES, "heredoc", alone=True)

_TABLE: tuple[tuple[str, CommentSyntax], ...] = (
    (".py .pyi .pyx .pxd .pyw .bzl .bazel .star sconstruct sconscript wscript build workspace snakefile .smk "
     "tiltfile .mojo .toml pipfile poetry.lock uv.lock pdm.lock cargo.lock gopkg.lock", PYTHON),
    (".ipynb", NOTEBOOK),
    (".yaml .yml .cff .clang-format .clang-tidy .condarc .mambarc .yamllint pubspec.lock podfile.lock conda-lock.yml "
     ".sublime-syntax .raml .eyaml", _syntax("#", layout="yaml")),
    (".sh .bash .zsh .ksh .ash .bats .slurm .sbatch .pbs .lsf .ebuild .command .bashrc .bash_profile .bash_login "
     ".bash_logout .bash_aliases .zshrc .zshenv .zprofile .zlogin .zlogout .kshrc .profile .xprofile .xinitrc .envrc "
     ".inputrc .screenrc .tmux.conf .aliases .exports .functions pkgbuild apkbuild .fish .nu .awk .csh .tcsh .cshrc "
     ".tcshrc", SHELL),
    (".rb .rbw .rake .gemspec .podspec .ru .cr .jbuilder gemfile rakefile vagrantfile podfile fastfile guardfile "
     "appfile brewfile capfile thorfile berksfile dangerfile .irbrc .pryrc",
     _syntax("#", "=begin =end", _QUOTES, "heredoc")),
    (".pl .pm .t .psgi .pod cpanfile .raku .pm6", _syntax("#", "=pod =cut", _QUOTES, "heredoc")),
    (".r .rprofile", _syntax("#", "", _QUOTES)),
    (".jl", _syntax("#", "#= =#", '""" "')),
    (".ex .exs .coffee .nim .nims .nimble .gd", _syntax("#", "", f'{_TRIPLE} "')),
    (".nix", _syntax("#", _C, "'' \"")),
    (".tf .tfvars .hcl .nomad .tofu", _syntax("# //", _C, "", "heredoc")),
    (".cmake cmakelists.txt", _syntax("#", "#[[ ]]", "\"")),
    (".tcl .tk .exp .expect .itcl .xdc", _syntax("#", alone=True)),
    (".mk .mak .make .am .ninja makefile makefile.* gnumakefile bsdmakefile kbuild justfile .just meson.build "
     "meson.options meson_options.txt .graphql .gql .graphqls yarn.lock .robot .resource .feature .po .pot .plt "
     ".gnuplot .rego .cwl .elv .prefs .pp .bb .bbclass .gn .gni .kconfig kconfig .rq .sparql .ttl",
     _syntax("#", "", '"""')),
    ("requirements*.txt requirements*.in *requirements.txt *requirements.in constraints*.txt constraints*.in "
     "packages.txt apt.txt aptfile dev-requirements*.txt", _syntax("#")),
    (".ps1 .psm1 .psd1", _syntax("#", "<# #>", "@\"…\"@ @'…'@ \" '", goes_on="`")),
    # a comment has a line for itself
    ("dockerfile dockerfile.* dockerfile-* dockerfile_* containerfile containerfile.* .dockerfile .containerfile "
     ".dockerignore .gitignore .hgignore "
     ".npmignore .eslintignore .prettierignore .helmignore .slugignore .vercelignore .gcloudignore .gitattributes "
     ".gitmodules .gitconfig .mailmap .netrc _netrc .authinfo codeowners crontab .env .env.* .envs .flaskenv "
     ".renviron .pgpass .s3cfg .htaccess .conf .cnf .nginx .service .timer .socket .mount sshd_config ssh_config "
     "known_hosts authorized_keys manifest.in robots.txt .desktop .pth sources.list procfile .flake8 .coveragerc "
     ".curlrc .wgetrc .gemrc .boto .yarnrc .pylintrc .tool-versions .rules .sed .org", _HASH_ALONE),
    (".ini .cfg .npmrc .pypirc pip.conf .editorconfig .inf config credentials .wslconfig .reg",
     _syntax("# ;", alone=True)),
    (".properties", _syntax("# !", alone=True)),
    # C, and what writes comments like it
    (".c .h .cc .cpp .cxx .c++ .hpp .hh .hxx .inl .ipp .ixx .cu .cuh .hip .cl .metal .glsl .vert .frag .comp .hlsl "
     ".wgsl .ino .mm .idl .proto .thrift .fbs .sol .d .sv .svh .vh .pde .uc .as .jsonc .json5 .hjson .code-workspace "
     ".jsonnet .libsonnet .bicep .prisma .cue .dot .gv .scad .stan .hx .qml .typ .yang .yar .yara .rl .y .ispc "
     ".gdshader .kdl .ron .gleam .ha .nut .td .smithy .squirrel .cairo .pony .hack .apex", _syntax("//", _C)),
    (".capnp", _syntax("#")),
    (".mmd .mermaid", _syntax("%%")),
    (".lds .ld", _syntax("", _C)),
    (".v", _syntax("//", f"{_C} (* *)")),
    (".java .kt .kts .scala .sc .sbt .groovy .gradle .gvy jenkinsfile jenkinsfile.* .nf .swift .cs .csx .dart",
     _syntax("//", _C, _TRIPLE)),
    (".js .mjs .cjs .jsx .ts .tsx .mts .cts .go .mod .work .odin .gjs .gts", _syntax("//", _C, "`")),
    (".rs", _syntax("//", _C, 'r#"…"# "')),
    (".zig .zon .adoc .asciidoc", _syntax("//")),
    (".php .phtml .php5", _syntax("// #", f"{_C} {_XML}", _QUOTES, "heredoc")),
    (".css .pcss .postcss .qss", _syntax("", _C)),
    (".scss .less .styl .sass", _syntax("//", _C)),
    (".fs .fsx .fsi", _syntax("//", "(* *)", '""" "')),
    (".ml .mli .mll .mly .sml .sig", _syntax("", "(* *)", '"')),
    (".pas .dpr .lpr", _syntax("//", "{ } (* *)")),
    # dashes
    (".sql .ddl .dml .psql .pgsql .mysql .hql .plsql .pks .pkb .cql", _syntax("-- #", _C, "'")),
    (".lua .luau .rockspec .wlua", _syntax("--", "--[[ ]]", "[[…]] [=[…]=]")),
    (".hs .hsc .elm .purs .idr .agda .dhall .cabal", _syntax("--", "{- -}", "''")),
    (".adb .ads .ada .vhd .vhdl .applescript .lean", _syntax("--")),
    # other characters
    (".tex .sty .cls .ltx .dtx .bst .tikz .bbx .cbx", _syntax("%")),
    (".m .octave .matlab", _syntax("% //", "%{ %}", goes_on="...")),
    (".erl .hrl .escript rebar.config rebar.lock sys.config .pro .prolog .eps .ps", _syntax("%", "", '"')),
    (".clj .cljs .cljc .edn .el .lisp .lsp .scm .ss .rkt .sld .hy .fnl .clar .beancount .emacs .asd",
     _syntax(";", "#| |#", '"')),
    (".wat .wast", _syntax(";;", "(; ;)")),
    (".asm .nasm .ahk .au3 .nsi .iss", _syntax(";")),
    (".s", _syntax("#", _C)),
    (".f .for .ftn .f77 .f90 .f95 .f03 .f08 .f18 .fpp", _syntax("!", goes_on="&")),
    (".vb .vbs .bas .vba .frm .brs", _syntax("'", goes_on="_")),
    (".vim .vimrc _vimrc .gvimrc .exrc .nvimrc .ideavimrc", _syntax('"', alone=True)),
    (".bat .cmd .btm", _syntax("REM rem Rem @REM @rem ::", alone=True, goes_on="^")),
    # markup
    (".html .htm .xhtml .vue .svelte .astro .jsp .aspx .cshtml .ejs .hbs .handlebars .shtml .njk .liquid .twig .ftl",
     _syntax("", _XML, layout="markup")),
    (".xml .svg .xsd .xsl .xslt .rss .atom .plist .csproj .vbproj .fsproj .vcxproj .props .targets .nuspec .config "
     ".resx .xaml .wsdl .kml .gpx .dae .urdf .xacro .sdf .launch .storyboard .xib .ui .qrc .iml .pom .wadl .opml "
     ".axml .mjcf .world .dtd .mml .musicxml .tei .fxml .pmml", _syntax("", _XML, layout="markup")),
    (".md .markdown .mdown .mkd .mkdn .rmd .qmd readme readme.txt modelcard modelcard.txt model_card "
     "model_card.txt datasetcard datasetcard.txt dataset_card dataset_card.txt", MARKDOWN),
    (".mdx", _syntax("", f"{{/* */}} {_XML}", layout="markdown")),
    (".rst .rest", _syntax("..", alone=True, layout="rst")),
    (".j2 .jinja .jinja2", _syntax("", "{# #}")),
    (".erb .eex .heex .leex", _syntax("", f"<%# %> <%-- --%> {_XML}", layout="markup")),
    (".haml .slim .pug .jade", _syntax("-# //- /", alone=True)),
)  # fmt: skip
LANGUAGES: dict[str, CommentSyntax] = {name: syntax for names, syntax in _TABLE for name in names.split()}
"""Lower-case suffix, name, or name with one `*` -> its comments."""
_PATTERNS = tuple((name.partition("*"), syntax) for name, syntax in LANGUAGES.items() if "*" in name)
_COPIES = frozenset(
    ".j2 .jinja .jinja2 .erb .tmpl .template .tpl .dist .example .sample .bak .orig .in .default .local .old".split()
)
"""Suffixes behind the one that says what a file is."""
_INTERPRETERS = (
    (b"python", PYTHON),
    (b"node", LANGUAGES[".js"]),
    (b"deno", LANGUAGES[".js"]),
    (b"ruby", LANGUAGES[".rb"]),
    (b"perl", LANGUAGES[".pl"]),
    (b"php", LANGUAGES[".php"]),
    (b"lua", LANGUAGES[".lua"]),
    (b"Rscript", LANGUAGES[".r"]),
    (b"julia", LANGUAGES[".jl"]),
    (b"escript", LANGUAGES[".erl"]),
    (b"sh", SHELL),
    (b"awk", SHELL),
    (b"fish", SHELL),
)


def syntax_of(path: str, head: bytes = b"") -> CommentSyntax | None:
    """The comments of a file; None where it has none. `head`, its first bytes, may name an interpreter."""
    found = _by_name(path.rsplit("/", 1)[-1].lower())
    if found is None and head.startswith(b"#!"):
        first = head[:200].partition(b"\n")[0]
        return next((syntax for name, syntax in _INTERPRETERS if name in first), None)
    return found


@lru_cache(maxsize=256)
def _by_name(name: str) -> CommentSyntax | None:
    found = LANGUAGES.get(name)
    if found is not None:
        return found
    for (before, _, after), syntax in _PATTERNS:
        if len(name) >= len(before) + len(after) and name.startswith(before) and name.endswith(after):
            return syntax
    stem, dot, ending = name.rpartition(".")
    suffix = dot + ending if dot else ""
    inner = _by_name(stem) if stem and suffix in _COPIES else None
    if inner is None:
        return LANGUAGES.get(suffix)
    template = LANGUAGES.get(suffix)
    return inner if template is None else inner._replace(block=(*inner.block, *template.block))
