"""Names of files that a glob or YAML would read otherwise, each with a name that a careless glob takes for it."""

ODD = (
    ("[slug].json", "s.json"), ("[[...slug]].json", "..json"), ("a{b,c}.json", "ab.json"), ("{x}.json", "x.json"),
    ('dq".json', "dq.json"), ("sq'.json", "sq.json"), ("with blank.json", "with.json"), (" leading.json", "leading.json"),
    ("trailing ", "trailing"), ("  two  blanks  ", "two"), ("!neg.json", "neg.json"), ("-dash.json", "dash.json"),
    ("--", "-"), ("#hash.json", "hash.json"), ("a #b.json", "a"), ("a: b.json", "a"), ("key:.json", "key"),
    ("new\nline.json", "new"), ("tab\t.json", "tab.json"), ("cr\r.json", "cr.json"), ("*.json", "star.json"),
    ("**.json", "sub/star.json"), ("a*b.json", "axb.json"), ("?.json", "q.json"), ("a?.json", "ab.json"),
    ("back\\slash.json", "backxslash.json"), ("\\.json", "x.json"), ("end\\", "endx"), ("[!a].json", "b.json"),
    ("[^a].json", "b.json"), ("[a-z].json", "m.json"), ("[].json", "x.json"), ("].json", "x.json"), ("[.json", "x.json"),
    ("}.json", "x.json"), ("{.json", "x.json"), ("{a,b.json", "a.json"), (",.json", "x.json"), ("&anchor.json", "anchor.json"),
    ("*alias", "alias"), ("%25.json", "%.json"), ("@at.json", "at.json"), ("`tick`.json", "tick.json"), ("|.json", "x.json"),
    (">.json", "x.json"), ("~.json", "x.json"), ("null", "nil"), ("true", "yes"), ("1", "01"), ("1.0", "1"), ("2027-01-01", "2027-01-02"),
    ("ünï.json", "uni.json"), ("日本.json", "日.json"), ("😀.json", "😁.json"), ("rtl\u202e.json", "rtl.json"),
    ("zero\u200bwidth.json", "zerowidth.json"), ("nbsp\u00a0.json", "nbsp.json"), ("bom\ufeff.json", "bom.json"), ("del\x7f.json", "del.json"),
    ("esc\x1b[31m.json", "esc.json"), ("nel\x85.json", "nel.json"), ("ls\u2028.json", "ls.json"), ("dir/[id]/a.json", "dir/i/a.json"),
    ("dir/a.json", "sub/dir/a.json"), ("a.json", "sub/a.json"), (" /a.json", "a.json"), ("!dir/a.json", "dir/a.json"),
    ("...json", "..json"), ("a.zip.json", "a.zip"), ("a;b.json", "a.json"), ("$HOME.json", "HOME.json"), ("~/a.json", "a.json"),
    ("=.json", "x.json"), ("'", "''"), ('"', '""'), ("\\n.json", "n.json"), ("\\\\.json", "\\.json"), ("[\\].json", "\\.json"),
    ("long" * 60 + "/[x].json", "long" * 60 + "/x.json"),
)  # fmt: skip
