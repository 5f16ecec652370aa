"""Names of home directories that are no person's: accounts of images and services, stand-ins, folders."""

from __future__ import annotations

import re

from ..regex import LazyPattern

GENERIC = frozenset(
    b"users username user_name your_username yourusername your-username yourname your_name your-name you me myuser my_user myname name "
    b"administrator default public shared all "
    b"foo bar baz example someone somebody "
    b"git www home linuxbrew "
    b"username1 xxx xyz ... .. * ** %s %username% programdata defaultuser containeradministrator containeruser site images assets static css js "
    b"index page pages login logout about contact blog news search help account accounts profile settings dashboard api data model models hf "
    b"huggingface path folder dir directory somebody workspace work works project projects src lib bin tmp temp "
    b"desktop documents downloads pictures music videos onedrive appdata library applications code scripts script tools notebooks "
    b"repos repo files file media audio video test tests docs datasets dataset data_dir output outputs results checkpoints cache share users_home".split()
)
"""Names that stand for anybody, and words of web routes."""
SERVICES = frozenset(
    b"ubuntu runner runneradmin jovyan vscode codespace codespaces gitpod coder root ec2-user ec2_user azureuser sagemaker-user studio-lab-user "
    b"vagrant docker circleci travis jenkins gitlab-runner buildbot buildkite conda mambauser ray hadoop spark airflow www-data nginx postgres "
    b"mysql oracle pi centos debian fedora opc cloud-user user node admin app appuser dev developer guest test tester testuser test_user "
    b"build builder "
    b"zeus lightning lightning-ai paperspace gradient kaggle colab colaboratory sagemaker sagemaker_user studio databricks cloudsdk cloudshell-user cloudshell "
    b"runpod vastai modal replit coder codesandbox sandbox theia eclipse rstudio rstudio-server shiny jupyter jupyterhub jupyterlab notebook nobody nonroot "
    b"rootless container containers trainer worker agent model-server triton-server tritonserver triton nvidia nvuser rapids vllm ollama tgi comfyui "
    b"condauser micromamba mamba feedstock_root conda-bld anaconda miniconda nixbld nix homebrew brew github gitlab actions actions-runner ghrunner gha ci cibuild "
    b"buildkite-agent drone vsts vsts_azpcontainer vstsagent azdo azpcontainer azuredevops teamcity bamboo prow bazel bazelci kokoro kbuilder cirrus semaphore "
    b"pwuser pptruser seluser chrome chromium selenium vsonline hfuser hf_user mluser ai aiuser service services svc system daemon server deploy deployer deployment "
    b"ansible terraform operator kube k8s hdfs yarn hive presto trino dask slurm mpiuser mpi hpcuser hpc cluster sshuser ssh-user scratch "
    b"hp dell lenovo asus acer msi pc win win10 win11 windows owner computer laptop mypc localuser vmuser vm virtualbox osboxes parallels macos mac".split()
)
"""Accounts that machines and images come with: a path under one names no person, and opens nothing elsewhere."""
TEXTBOOK = frozenset(b"alice bob john jane johndoe janedoe john_doe jane_doe john.doe jane.doe jdoe".split())
"""Names of people that examples like too: in prose and source they may be meant as one."""
NOBODY = GENERIC | SERVICES
SYSTEM = frozenset(
    b"opt usr etc var lib lib64 bin sbin proc sys run dev app apps content kaggle local c: c:windows".split()
)
"""Folders of a system or an image, as the first of a path in a link."""
_WORDS = LazyPattern(rb"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_TELLING = frozenset(
    b"user usr data dataset datasets test tests testdata train trainer training model models deployment server service svc bot runner "
    b"docker container agent worker jupyter notebook notebooks workspace workdir project experiment experiments cluster build builder sandbox".split()
)
"""Words of a name that say it is an account, or a folder: `user_lerobot`, `TestData`, `nim_deployment`."""
_FILE = LazyPattern(
    rb"(?i)\.(?:txt|py|sh|json|jsonl|csv|tsv|log|ya?ml|toml|md|ipynb|zip|tar|gz|pt|pth|bin|ckpt|png|jpe?g|wav|mp[34]|pdf|parquet|npy)\Z"
)


def names_nobody(user: bytes) -> bool:
    """Whether a name stands for anybody, or is that of a folder or a file."""
    return user.lower() in GENERIC or not re.search(rb"[A-Za-z\x80-\xff]", user) or _FILE.search(user) is not None


def is_service(user: bytes, home: bool = True) -> bool:
    """Whether a name is that of an account which images and services come with; the name of a home may say so."""
    if user.lower().rstrip(b"0123456789") in SERVICES:
        return True
    if not home:
        return False
    words = [word.lower() for word in _WORDS.findall(user)]
    return len(words) > 1 and any(word in _TELLING for word in words)
