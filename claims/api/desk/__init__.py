"""What the desk says about a claim among itself."""
