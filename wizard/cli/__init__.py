"""The command line: a public interface that scripts and tests key on."""
