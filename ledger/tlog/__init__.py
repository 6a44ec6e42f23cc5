"""The transparency log: RFC 6962 trees and the C2SP texts. Pure; knows nothing of cases."""
