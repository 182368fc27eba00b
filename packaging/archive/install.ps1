# Installs plex-mcp @VERSION@ for one person on Windows: no administrator is needed.
#
#     install.ps1 [-From FOLDER-OR-URL] [-To FOLDER]
#
# It fetches the archive and SHA256SUMS from the release (or from where -From says), checks the one
# against the other, and puts the program into %LOCALAPPDATA%\Programs\plex-mcp, which it adds to your
# PATH. To take it away, delete that folder.
param(
    [string]$From = '@REPOSITORY@/releases/download/v@VERSION@',
    [string]$To = (Join-Path $env:LOCALAPPDATA 'Programs\plex-mcp')
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$name = 'plex-mcp-@VERSION@-x86_64-pc-windows-msvc'
$work = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())
New-Item -ItemType Directory -Path $work | Out-Null

function Get-File([string]$File) {
    $target = Join-Path $work $File
    if ($From -match '^https://') {
        Invoke-WebRequest -UseBasicParsing -Uri "$From/$File" -OutFile $target
    } elseif ($From -match '^http://') {
        throw "$From is not https"
    } else {
        Copy-Item (Join-Path $From $File) $target
    }
    $target
}

try {
    $archive = Get-File "$name.zip"
    $line = Get-Content (Get-File 'SHA256SUMS') | Where-Object { $_ -match "^([0-9a-f]{64})  $([regex]::Escape("$name.zip"))$" }
    if (-not $line) { throw "SHA256SUMS does not know $name.zip" }
    $found = (Get-FileHash -Algorithm SHA256 -Path $archive).Hash.ToLowerInvariant()
    if ($line.Substring(0, 64) -ne $found) { throw "$name.zip is not what SHA256SUMS says; nothing was installed" }
    Expand-Archive -Path $archive -DestinationPath $work
    # The PATH has no use for a folder that is named from where one stands.
    $To = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($To)
    New-Item -ItemType Directory -Force -Path $To | Out-Null
    Copy-Item -Force (Join-Path $work "$name\plex-mcp.exe") $To
    Copy-Item -Force (Join-Path $work "$name\completions\_plex-mcp.ps1") $To
    # Read and written as it stands: variables in it, such as %USERPROFILE%, stay variables.
    $environment = [Microsoft.Win32.Registry]::CurrentUser.CreateSubKey('Environment')
    try {
        $path = [string]$environment.GetValue('Path', '', [Microsoft.Win32.RegistryValueOptions]::DoNotExpandEnvironmentNames)
        $folders = ($path -split ';') | ForEach-Object { [Environment]::ExpandEnvironmentVariables($_) }
        if ($folders -notcontains $To) {
            $environment.SetValue('Path', "$path;$To".TrimStart(';'), [Microsoft.Win32.RegistryValueKind]::ExpandString)
            # Setting a variable and taking it away again tells other programs that something changed.
            $sign = "plex-mcp-$([Guid]::NewGuid())"
            [Environment]::SetEnvironmentVariable($sign, '1', 'User')
            [Environment]::SetEnvironmentVariable($sign, $null, 'User')
            Write-Output "$To was added to your PATH; new windows know it."
        }
    } finally {
        $environment.Dispose()
    }
    Write-Output "plex-mcp @VERSION@ is in $To. Next: & '$(Join-Path $To 'plex-mcp.exe')' setup"
} finally {
    Remove-Item -Recurse -Force $work
}
