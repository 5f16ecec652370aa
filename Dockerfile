# hubseal for CI systems: docker build -t hubseal . && docker run --rm -v .:/work:ro hubseal scan .
FROM python:3.13-slim AS build
COPY . /source
RUN python -m venv /opt/hubseal \
    && /opt/hubseal/bin/pip install --no-cache-dir --quiet "/source[hub]" \
    && /opt/hubseal/bin/pip uninstall --yes --quiet pip

FROM python:3.13-slim
RUN apt-get update -qq \
    && apt-get install --yes --no-install-recommends -qq git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*' \
    && useradd --uid 10001 --create-home hubseal
COPY --from=build /opt/hubseal /opt/hubseal
ENV PATH=/opt/hubseal/bin:$PATH
USER 10001
WORKDIR /work
ENTRYPOINT ["hubseal"]
CMD ["scan", "."]
