"""The table of names. One row per category; actions are for model / dataset / space: Block, Warn, Inform, - (ignore)."""

from __future__ import annotations

from ...types import Rule
from .row import named

GONE = "Revoke what it held, take it out of the repository (`git rm --cached`), and add it to .gitignore; the history keeps it."
OUT = "Take it out of the repository (`git rm --cached`), and add it to .gitignore."
LOGIN = "It holds credentials: whoever reads it logs in with them."
PATHS = "It holds paths, host and user names of the machine that made it."

RULES: tuple[Rule, ...] = (
    named("env-file", "Environment file", LOGIN, GONE, "B/B/B", ".env .env.* *.env .envrc env.bak/ .env.bak",
          unless=".env.example .env.sample .env.template .env.dist .env.defaults *.env.example *.env.sample *.env.template example.env sample.env template.env"),
    named("flask-env-file", "Flask environment file", "It may hold credentials.", GONE, "W/W/W", ".flaskenv"),
    named("private-key-file", "Private key file", "Whoever reads it logs in as its owner.", "Replace the key pair, then take the file out; the history keeps it.", "B/B/B",
          "id_rsa id_dsa id_ecdsa id_ed25519 id_ecdsa_sk id_ed25519_sk *_rsa *_dsa *_ecdsa *_ed25519 *.key *.ppk *.keypair .ssh/", unless=".ssh/known_hosts .ssh/config *.pub public.key"),
    named("ssh-config-file", "SSH configuration", "It names hosts and users.", OUT, "W/W/W", ".ssh/known_hosts .ssh/config"),
    named("key-store", "Key store", "Whoever reads it tries passwords offline until it opens.", GONE, "B/B/B",
          "*.p12 *.pfx *.pkcs12 *.jks *.keystore *.keyring *.bks *.kdb *.kdbx *.psafe3 *.agilekeychain *.keychain *.keychain-db *.kwallet *.gpg secring.*", unless="*.pub"),
    named("hf-token-file", "Hugging Face credentials", "It holds the token that `hf auth login` stored.", "Revoke it at https://huggingface.co/settings/tokens, then take the file out; the history keeps it.", "B/B/B",
          ".huggingface/ huggingface/token huggingface/stored_tokens .cache/huggingface/"),
    named("git-credentials-file", "Git credentials", LOGIN, GONE, "B/B/B", ".git-credentials .netrc _netrc .config/hub .config/gh/hosts.yml .config/glab-cli/config.yml", unless="x/.netrc.example"),
    named("git-config-file", "Git configuration of a user", "It holds name, e-mail, and sometimes credentials.", OUT, "W/W/W", ".gitconfig"),
    named("vcs-directory", "Version control folder", "It holds the whole history, and remotes with credentials.", OUT, "B/B/B", ".git/ .hg/ .svn/ .bzr/"),
    named("registry-credentials-file", "Package registry credentials", LOGIN, GONE, "B/B/B",
          ".pypirc .yarnrc.yml .gem/credentials .cargo/credentials .cargo/credentials.toml nuget.config .m2/settings.xml .m2/settings-security.xml"),
    named("registry-config-file", "Package registry configuration", "It often holds credentials.", "Check it for credentials, or take it out.", "W/W/W", ".npmrc .yarnrc .condarc pip.conf pip.ini", unless=".npmrc.example"),
    named("cloud-credentials-file", "Cloud credentials", LOGIN, GONE, "B/B/B",
          ".aws/credentials .aws/config .boto .s3cfg application_default_credentials.json *service-account*.json *service_account*.json credentials.db access_tokens.db legacy_credentials/ .azure/ "
          "azureprofile.json .config/gcloud/ .oci/ doctl/config.yaml .tugboat .bluemix/ .databrickscfg rclone.conf"),
    named("container-credentials-file", "Container or cluster credentials", LOGIN, GONE, "B/B/B", ".docker/config.json .dockercfg .dockerconfigjson kubeconfig .kube/config *.kubeconfig"),
    named("ml-credentials-file", "ML service credentials", LOGIN, GONE, "B/B/B",
          "kaggle.json .kaggle/ .comet.config .neptune/ clearml.conf .clearml/ .mlflow/credentials .config/wandb/settings .wandb/settings .streamlit/secrets.toml .openai *api_key*.txt *apikey*.txt"),
    named("infrastructure-secrets-file", "Infrastructure state or secrets", "State files hold every secret of the infrastructure in clear.", GONE, "B/B/B",
          "*.tfstate *.tfstate.* *.tfvars *.tfvars.json .terraform/ .terraformrc terraform.rc *.vault_pass* .vault-token", unless="*.tfvars.example"),
    named("application-secrets-file", "Application secrets", LOGIN, GONE, "B/B/B",
          "secrets.yml secrets.yaml secrets.json secrets.toml secrets.py _secrets.py credentials.json credentials.xml credentials.yml client_secret*.json local_settings.py database.yml master.key wp-config.php "
          ".htpasswd .pgpass .my.cnf .mylogin.cnf *.ovpn *.rdp *.cscfg proftpdpasswd filezilla.xml recentservers.xml sftp-config.json .ftpconfig robomongo.json .dbeaver/credentials-config.json"),
    named("account-file", "Accounts of an operating system", "It holds accounts, password hashes or disk keys.", OUT, "B/B/B", "etc/passwd etc/shadow *.bek *.tpm *.fve"),
    named("shell-history", "Shell history", "It holds what was typed: tokens, hosts, paths.", GONE, "B/B/B",
          ".bash_history .zsh_history .sh_history .zhistory .python_history .ipython_history .mysql_history .psql_history .sqlite_history .node_repl_history .irb_history .history .lesshst .viminfo .ipython/profile_default/history.sqlite"),
    named("dot-file", "Personal settings of a shell", "It may export tokens, and it names people and hosts.", OUT, "W/W/W", ".bashrc .zshrc .profile .bash_profile .zprofile .aliases .exports .functions .extra"),
    named("mail-file", "Mail or chat archive", "It holds messages and addresses of people.", OUT, "B/W/B", "*.pst *.ost *.mbox *.eml *.msg .muttrc otr.private_key accounts.xml"),
    named("contacts-file", "Contacts, calendars or captures", "It holds data of people.", OUT, "W/W/W", "*.vcf *.ics *.gnucash *.dayone *.pcap *.pcapng *.kml"),
    named("tracker-database", "MLflow database", "It holds runs with users, hosts, paths and parameters.", OUT, "B/B/B", "mlflow.db"),
    named("database-file", "Database file", "It holds data, deleted rows too.", "Export what should be published to parquet or CSV, and take the database out.", "B/W/W",
          "*.sqlite *.sqlite3 *.db *.mdf *.sdf *.mdb *.rdb *.aof *.sql *.sqldump *.dump *.dmp.gz"),
    named("notebook-checkpoint", "Notebook checkpoint", "It keeps older states of notebooks, secrets that were deleted too.", OUT, "B/B/B", ".ipynb_checkpoints/ .virtual_documents/ profile_default/"),
    named("tracker-directory", "Experiment tracker folder", PATHS, OUT, "B/B/B", "wandb/ mlruns/ mlartifacts/ .neptune/ aim/ .aim/ .dvc/tmp/ .dvc/config.local .guild/ sacred/"),
    named("lightning-logs", "Lightning logs", PATHS, OUT, "W/W/W", "lightning_logs/"),
    named("tensorboard-event-file", "TensorBoard event file", "Its very name holds the host name and process id.", "Leave it out, or rename it to `events.out.tfevents.0.host.0.0`.", "W/W/W", "events.out.tfevents.*"),
    named("training-args", "Pickled training arguments", "It is a pickle that holds paths, and `hub_token` in clear when one was passed.", "Leave it out (`push_to_hub` does not need it); hubseal reads what it holds.", "W/W/W", "training_args.bin"),
    named("optimizer-state", "Resume state of a training", "It is large, often a pickle, and of no use to others.", "Leave it out of the published repository.", "W/W/W",
          "optimizer.pt optimizer.bin scheduler.pt scaler.pt rng_state*.pth random_states_*.pkl global_step*/ *_optim_states.pt zero_to_fp32.py checkpoint-*/", clean=("README.md", "config.json", "checkpoint.safetensors")),
    named("trainer-record", "Record of a training", "It names paths; its text is scanned.", "Check it, or leave it out.", "I/I/I", "trainer_state.json *_results.json args.json run.log .hydra/ hydra/ config_resolved.yaml"),
    named("log-file", "Log file", "It holds paths, hosts and sometimes tokens; its text is scanned.", "Leave it out of the repository.", "W/W/W", "*.log nohup.out slurm-*.out *.err pip-log.txt npm-debug.log* debug.log"),
    named("crash-dump", "Crash dump", "It holds what a program had in memory.", OUT, "B/B/B", "*.stackdump *.mdmp *.dmp *.hprof vmcore *.core", clean=("README.md", "core.py", "pytorch-core/x.py")),
    named("editor-swap", "Editor swap file", "It holds text that was deleted from the file.", OUT, "B/B/B", "*.swp *.swo .*.un~"),
    named("backup-file", "Backup of a file", "It holds an older state, secrets that were deleted too.", OUT, "W/W/W", "*~ *.bak *.backup *.orig *.old *.save *.tmp *.rej .#*", unless="*.un~ .env.bak"),
    named("ide-settings", "Settings of an editor", "They name paths, hosts and sometimes passwords.", OUT, "W/W/W", ".idea/ .vscode/sftp.json .vscode/settings.json *.code-workspace .spyproject/ .spyderproject .cursor/"),
    named("os-junk", "File of an operating system", "It names folders and users.", OUT, "W/W/W", ".ds_store ._* __macosx/ thumbs.db desktop.ini .trash*/ $recycle.bin/ *.lnk .directory"),
    named("build-junk", "Build product", "Compiled files hold absolute paths of the machine.", OUT, "W/W/W",
          "__pycache__/ *.pyc *.pyo .pytest_cache/ .mypy_cache/ .ruff_cache/ .tox/ .nox/ node_modules/ .coverage htmlcov/ pyvenv.cfg"),
    named("virtual-environment", "Virtual environment", "It is large, and full of absolute paths.", OUT, "B/B/B", "venv/ .venv/"),
    named("space-runtime", "Runtime files of a Space", "They hold what users typed or uploaded.", OUT, "W/W/W", ".gradio/ gradio_cached_examples/ .chainlit/", unless=".gradio/certificate.pem"),
    named("space-user-data", "User data or sessions of a Space", "They hold what users typed, or open their sessions.", OUT, "B/B/B", "flagged/ *.session"),
    named("pickle-file", "Pickle", "It runs code when it is loaded; safetensors does not.", "Publish safetensors instead; forbid pickles with `files.forbid` if you want this to block.", "I/W/I", "*.pkl *.pickle *.joblib *.dill *.pt *.pth *.ckpt pytorch_model*.bin",
          unless="optimizer.pt scheduler.pt scaler.pt rng_state*.pth random_states_*.pkl", clean=("model.safetensors", "config.json", "data.bin")),
    named("script-executable", "Installer or script for one system", "A model needs none, and the next person may run it.", "Publish the source instead, or allow it with `files.allow`.", "W/B/W", "*.exe *.dll *.msi *.bat *.cmd *.ps1 *.scr *.jar *.apk"),
    named("nested-archive", "Archive", "It hides what it packs; hubseal looks inside.", "Publish the files themselves, or allow it with `files.allow`.", "W/I/W", "*.zip *.tar *.tgz *.tar.gz *.7z *.rar *.gz *.bz2 *.xz *.zst", unless="*.dmp.gz"),
    named("office-file", "Office or PDF document", "It names its author, and may hold comments and hidden text.", "Check its properties, or publish text.", "W/I/W", "*.docx *.xlsx *.pptx *.pdf"),
)
