# The page on port 7860, the workspace in the volume /data. docs/operations.md tells how to run it.
FROM python:3.11-slim AS build
# Where pip finds a build of torch for the processor; without one it takes the one for a GPU.
ARG PIP_EXTRA_INDEX_URL=""
ENV PIP_EXTRA_INDEX_URL=${PIP_EXTRA_INDEX_URL} PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/topicllama
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY agent agent
COPY examples examples
COPY prompts prompts
COPY tools tools
COPY ui ui
RUN /opt/topicllama/bin/pip install -c constraints.txt .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin topicllama \
    && install -d -o topicllama -g topicllama -m 0700 /data
COPY --from=build /opt/topicllama /opt/topicllama
ENV PATH=/opt/topicllama/bin:$PATH PYTHONUNBUFFERED=1 TOPICLLAMA_WORKSPACE=/data/workspace
USER 10001
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/health', timeout=4)"]
ENTRYPOINT ["topicllama"]
CMD ["chat", "--host", "0.0.0.0", "--no-open", "--log", "json"]
